#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "core/decision.h"
#include "core/replica.h"

namespace docktor::pilot {

/// How large the replicas of a service should be, where fewer and larger ones are preferred (`cost.prefer:
/// fewer_large`): up at once, down to what they ordinarily have when for a whole scale-down window less was enough.
class Sizing {
 public:
  /// After an engine has refused a limit, so long none is raised: there are more replicas instead.
  static constexpr Duration kAfterRefusal = 10min;

  struct Question {
    double largest = 0;            ///< that the user allows, cores; less than the ordinary limit: that one
    std::optional<double> room;    ///< that one may have now by limits on what is shared; what it has stays
    std::optional<double> needed;  ///< that each should have for the load; empty: nothing to judge by
    bool may_grow = true;
    bool may_shrink = true;
    Duration window{};  ///< of scale-down
  };

  explicit Sizing(std::optional<Resize> last) : last_(std::move(last)) {}

  /// A look at the replicas that run: what limit all of them should get. Empty: they are as they should be, or have no
  /// limit that could be changed.
  std::optional<Resize> Judge(const std::vector<Replica>& replicas, const Question& asked, Instant now);
  void Began(const Resize& resize) { last_ = resize; }
  void Refused(Instant now) { refused_at_ = now; }

 private:
  struct Need {
    Instant at{};
    double cpus = 0;
  };
  void Note(const Question& asked, Instant now);
  std::optional<double> Target(const Resize& in_force, double least, const Question& asked, Instant now) const;
  static std::optional<double> TakenBack(double has, double largest, const Question& asked);
  std::optional<double> Larger(const Resize& in_force, double least, const Question& asked, Instant now) const;
  std::optional<double> EnoughForLong(Duration window, Instant now) const;

  std::optional<Resize> last_;
  std::deque<Need> needs_;  ///< of the window, oldest first
  std::optional<Instant> since_;
  std::optional<Instant> refused_at_;
};

}  // namespace docktor::pilot
