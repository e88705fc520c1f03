#include "observe/sources/metrics_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

using docktor::observe::ForEachSample;
using docktor::observe::MetricSample;

namespace {

using Samples = std::vector<MetricSample>;

Samples SamplesOf(std::string_view text, std::string_view prefix) {
  Samples samples;
  ForEachSample(text, prefix, [&](const MetricSample& sample) { samples.push_back(sample); });
  return samples;
}

bool Same(const MetricSample& a, const MetricSample& b) {
  return a.name == b.name && a.labels == b.labels &&
         (a.value == b.value || (std::isnan(a.value) && std::isnan(b.value)));
}

std::string Quoted(std::string_view plain) {
  std::string text = "\"";
  for (const char c : plain) {
    if (c == '"' || c == '\\' || c == '\n') text += '\\';
    text += c == '\n' ? 'n' : c;
  }
  return text + '"';
}

/// As a server would write it.
std::string LineOf(const MetricSample& sample) {
  std::string line(sample.name);
  if (!sample.labels.empty()) line += '{';
  for (const auto& [name, value] : sample.labels) line += std::string(name) + '=' + Quoted(value) + ',';
  if (!sample.labels.empty()) line += '}';
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), sample.value).ptr;
  return line + ' ' + std::string(digits.data(), end);
}

void CheckNames(const MetricSample& sample) {
  if (sample.name.starts_with('#') || sample.name.find_first_of("{ \t\n") != std::string_view::npos) __builtin_trap();
  for (const auto& label : sample.labels)
    if (label.first.empty() || label.first.find_first_of("= \t\n}") != std::string_view::npos) __builtin_trap();
  if (sample.labels.empty()) return;
  const auto& [name, value] = sample.labels.front();
  if (sample.Label(name) != value) __builtin_trap();
}

/// Those of a prefix are those of all that have it.
void CheckPrefix(std::string_view text, const Samples& all, std::string_view prefix) {
  const auto some = SamplesOf(text, prefix);
  std::size_t next = 0;
  for (const auto& sample : all)
    if (sample.name.starts_with(prefix) && (next == some.size() || !Same(some[next++], sample))) __builtin_trap();
  if (next != some.size()) __builtin_trap();
}

}  // namespace

/// Whatever a page of metrics holds: names are names, and each sample reads the same when it is written anew.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto all = SamplesOf(text, "");
  for (const auto& sample : all) {
    CheckNames(sample);
    const auto line = LineOf(sample);
    const auto again = SamplesOf(line, "");
    if (again.size() != 1 || !Same(again.front(), sample)) __builtin_trap();
  }
  if (!all.empty()) CheckPrefix(text, all, all.front().name.substr(0, all.front().name.size() / 2 + 1));
  return 0;
}
