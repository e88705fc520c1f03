#pragma once

#include <cstdlib>
#include <random>
#include <string>

namespace docktor::test {

/// A number from the environment, else `otherwise`.
inline int Number(const char* name, int otherwise) {
  const auto* value = std::getenv(name);
  return value == nullptr ? otherwise : std::atoi(value);
}

/// A chance that CHAOS_SEED repeats, as far as threads and engines can be repeated.
class Chance {
 public:
  Chance() : Chance(static_cast<unsigned>(Number("CHAOS_SEED", static_cast<int>(std::random_device{}() >> 1)))) {}
  /// One for another thread.
  Chance Another() { return Chance(static_cast<unsigned>(random_())); }

  int Some(int least, int most) { return std::uniform_int_distribution(least, most)(random_); }
  std::string Seed() const { return "CHAOS_SEED=" + std::to_string(seed_); }

 private:
  explicit Chance(unsigned seed) : seed_(seed), random_(seed) {}
  const unsigned seed_;
  std::mt19937 random_;
};

}  // namespace docktor::test
