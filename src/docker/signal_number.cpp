#include "docker/signal_number.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <string>

namespace docktor::docker {
namespace {

constexpr int kFirstOfRealTime = 34, kLast = 64;

/// By number, from 1.
constexpr std::array<std::string_view, 31> kNames{"HUP",  "INT",    "QUIT", "ILL",   "TRAP", "ABRT", "BUS",  "FPE",
                                                  "KILL", "USR1",   "SEGV", "USR2",  "PIPE", "ALRM", "TERM", "STKFLT",
                                                  "CHLD", "CONT",   "STOP", "TSTP",  "TTIN", "TTOU", "URG",  "XCPU",
                                                  "XFSZ", "VTALRM", "PROF", "WINCH", "IO",   "PWR",  "SYS"};

std::optional<int> Number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0 || number > kLast) return std::nullopt;
  return number;
}

std::string WithoutSig(std::string_view signal) {
  std::string name(signal);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return name.starts_with("SIG") ? name.substr(3) : name;
}

/// "RTMIN", "RTMIN+3", "RTMAX-2".
std::optional<int> RealTime(std::string_view name) {
  const bool from_below = name.starts_with("RTMIN");
  if (!from_below && !name.starts_with("RTMAX")) return std::nullopt;
  const auto rest = name.substr(5);
  if (rest.empty()) return from_below ? kFirstOfRealTime : kLast;
  const auto steps = rest.front() == (from_below ? '+' : '-') ? Number(rest.substr(1)) : std::nullopt;
  if (!steps || *steps > kLast - kFirstOfRealTime) return std::nullopt;
  return from_below ? kFirstOfRealTime + *steps : kLast - *steps;
}

}  // namespace

std::optional<int> SignalNumber(std::string_view signal) {
  if (const auto number = Number(signal)) return *number > 0 ? number : std::nullopt;
  const auto name = WithoutSig(signal);
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found != kNames.end()) return static_cast<int>(found - kNames.begin()) + 1;
  return RealTime(name);
}

}  // namespace docktor::docker
