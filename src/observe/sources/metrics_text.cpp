#include "observe/sources/metrics_text.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "observe/files/lines.h"

namespace docktor::observe {
namespace {

constexpr std::string_view kBlanks = " \t\r";

void SkipBlanks(std::string_view& text) { text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size())); }

bool Take(std::string_view& text, char c) {
  SkipBlanks(text);
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

/// What stands between quotes, with \\, \" and \n undone. Empty: the quotes are not closed.
std::optional<std::string> TakeQuoted(std::string_view& text) {
  if (!Take(text, '"')) return std::nullopt;
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') {
      text.remove_prefix(i + 1);
      return plain;
    }
    const bool escaped = text[i] == '\\' && i + 1 < text.size();
    if (escaped) ++i;
    plain += escaped && text[i] == 'n' ? '\n' : text[i];
  }
  return std::nullopt;
}

bool TakeLabels(std::string_view& text, MetricSample& sample) {
  if (!Take(text, '{')) return true;
  while (!Take(text, '}')) {
    SkipBlanks(text);
    const auto name = text.substr(0, text.find_first_of("= \t}"));
    text.remove_prefix(name.size());
    if (name.empty() || !Take(text, '=')) return false;
    auto value = TakeQuoted(text);
    if (!value) return false;
    sample.labels.emplace_back(name, *std::move(value));
    Take(text, ',');
  }
  return true;
}

std::optional<MetricSample> SampleOf(std::string_view line) {
  MetricSample sample{.name = line.substr(0, line.find_first_of("{ \t"))};
  line.remove_prefix(sample.name.size());
  if (!TakeLabels(line, sample)) return std::nullopt;
  SkipBlanks(line);
  const auto number = line.substr(0, line.find_first_of(kBlanks));
  const auto plain = number.starts_with('+') ? number.substr(1) : number;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), sample.value);
  if (plain.empty() || error != std::errc{} || end != plain.data() + plain.size()) return std::nullopt;
  return sample;
}

}  // namespace

std::string_view MetricSample::Label(std::string_view label) const {
  const auto found =
      std::find_if(labels.begin(), labels.end(), [&](const auto& entry) { return entry.first == label; });
  return found == labels.end() ? std::string_view{} : std::string_view(found->second);
}

void ForEachSample(std::string_view text, std::string_view prefix,
                   const std::function<void(const MetricSample&)>& on_sample) {
  while (!text.empty()) {
    const auto line = TakeUntil(text, '\n');
    if (!line.starts_with(prefix) || line.starts_with('#')) continue;
    if (const auto sample = SampleOf(line)) on_sample(*sample);
  }
}

}  // namespace docktor::observe
