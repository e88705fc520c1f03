#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/record.h"
#include "core/result.h"
#include "remember/journal/line.h"

namespace docktor::remember {

/// Lines that were met and could not be used.
struct Unreadable {
  std::uint64_t lines = 0;
  std::string first;  ///< where the first of them is and why: "journal-000002.jsonl:17: …"
};

/// Where a line stands: in which part of the journal (its anchor, then its segments), as which line of it, from 1.
struct Position {
  std::size_t part = 0;
  std::uint64_t line = 0;
  auto operator<=>(const Position&) const = default;
};

/// Whether a line is to be decoded.
using Pick = std::function<bool(const LineHead&)>;

/// Decodes the lines that are wanted. Each is held until the next line says whether it is what was written.
class Decoder {
 public:
  using OnRecord = std::function<void(Record, const Position&)>;
  /// Whether somebody has walked over the same lines before, and counted those that say nothing of themselves without
  /// being decoded.
  enum class Walk { kFirst, kAgain };

  Decoder(OnRecord on_record, Pick wanted, Walk walk = Walk::kFirst)
      : on_record_(std::move(on_record)), wanted_(std::move(wanted)), walk_(walk) {}

  void BeginPart(std::size_t index, std::string name);
  void Take(std::string_view text);
  void Refuse(const Error& error) { Refuse(Place(), error.message); }
  /// Takes the line that is held for what it is: nothing vouches for it.
  void Settle();

  /// Whether the next line still has to say of one what it is.
  bool Holds() const { return held_.has_value(); }
  const Unreadable& unreadable() const { return unreadable_; }

 private:
  struct Held {
    Record record;
    std::string hash;
    Position position;
    std::string place;
  };

  /// A line of that number carries `prev` as the hash of the one before it.
  void Vouch(std::uint64_t sequence, std::string_view prev);
  void Hold(Line line, std::string_view text);
  void Refuse(const std::string& place, const std::string& why);
  std::string Place() const;

  const OnRecord on_record_;
  const Pick wanted_;
  const Walk walk_;
  std::string part_;
  Position position_;
  std::optional<Held> held_;
  Unreadable unreadable_;
};

}  // namespace docktor::remember
