#include "simulate/noise.h"

#include <cmath>
#include <random>
#include <vector>

namespace docktor::simulate {
namespace {

/// SplitMix64 (Steele, Lea, Flood 2014).
std::uint64_t Mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

const std::vector<double>& Normals() {
  static const auto normals = [] {
    std::mt19937_64 random(20'261'125);
    std::normal_distribution<double> normal;
    std::vector<double> table(8192);
    for (auto& value : table) value = normal(random);
    return table;
  }();
  return normals;
}

}  // namespace

Noise::Noise(std::uint64_t seed) : seed_(seed) {}

std::uint64_t Noise::SeedOf(std::string_view name) {
  std::uint64_t seed = 1;
  for (const char c : name) seed = Mix(seed ^ static_cast<unsigned char>(c));
  return seed;
}

std::uint64_t Noise::Mixed(std::uint64_t a, std::uint64_t b) const { return Mix(Mix(seed_ ^ a) ^ b); }
double Noise::Normal(std::uint64_t a, std::uint64_t b) const { return Normals()[Mixed(a, b) % Normals().size()]; }
double Noise::Uniform(std::uint64_t a, std::uint64_t b) const {
  return static_cast<double>(Mixed(a, b) >> 11) / static_cast<double>(1ULL << 53);
}

}  // namespace docktor::simulate
