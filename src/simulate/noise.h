#pragma once

#include <cstdint>
#include <string_view>

namespace docktor::simulate {

/// Chance that is the same for everybody: what it says depends on the seed and on what is asked, never on what was
/// asked before, so that strategies that are compared meet the same replicas and the same errors of measurement.
class Noise {
 public:
  explicit Noise(std::uint64_t seed);

  double Normal(std::uint64_t a, std::uint64_t b = 0) const;   ///< mean 0, standard deviation 1
  double Uniform(std::uint64_t a, std::uint64_t b = 0) const;  ///< 0 to 1

  /// For a name, the same on every machine.
  static std::uint64_t SeedOf(std::string_view name);

 private:
  std::uint64_t Mixed(std::uint64_t a, std::uint64_t b) const;
  std::uint64_t seed_;
};

}  // namespace docktor::simulate
