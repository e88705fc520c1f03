#include "cli/init/insertion.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace docktor::cli::init {
namespace {

using Lines = std::vector<std::string>;

/// Without their line breaks; the last is empty where the text ends with one.
Lines Split(const std::string& text) {
  Lines lines(1);
  for (const char c : text) {
    if (c == '\n')
      lines.emplace_back();
    else
      lines.back() += c;
  }
  return lines;
}

std::size_t IndentOf(const std::string& line) { return std::min(line.find_first_not_of(' '), line.size()); }

bool IsBlank(const std::string& line) { return line.find_first_not_of(" \r") == std::string::npos; }
bool IsComment(const std::string& line) { return !IsBlank(line) && line[IndentOf(line)] == '#'; }
bool Says(const std::string& line) { return !IsBlank(line) && !IsComment(line); }

/// What stands after "key:" in a line, without a comment; empty optional: the line is not of that key.
std::optional<std::string> ValueIn(const std::string& line, const std::string& key) {
  const auto text = line.substr(IndentOf(line));
  for (const auto& form : {key + ":", "\"" + key + "\":", "'" + key + "':"}) {
    if (!text.starts_with(form)) continue;
    auto value = text.substr(form.size());
    if (!value.empty() && value.front() != ' ' && value.front() != '\r') continue;
    value = value.substr(0, value.find(" #"));
    while (!value.empty() && (value.back() == ' ' || value.back() == '\r')) value.pop_back();
    return value.substr(std::min(value.find_first_not_of(' '), value.size()));
  }
  return std::nullopt;
}

/// The first line from `begin` on that says something at `indent` or less; the end where there is none.
std::size_t EndOfBlock(const Lines& lines, std::size_t begin, std::size_t indent) {
  while (begin < lines.size() && (!Says(lines[begin]) || IndentOf(lines[begin]) > indent)) ++begin;
  return begin;
}

std::size_t FirstThatSays(const Lines& lines, std::size_t begin, std::size_t end) {
  while (begin < end && !Says(lines[begin])) ++begin;
  return begin;
}

/// The line of the service's key; empty: there is none.
std::optional<std::size_t> FindService(const Lines& lines, const std::string& service) {
  for (std::size_t top = 0; top < lines.size(); ++top) {
    if (IndentOf(lines[top]) != 0 || ValueIn(lines[top], "services") != "") continue;
    const auto end = EndOfBlock(lines, top + 1, 0);
    const auto first = FirstThatSays(lines, top + 1, end);
    const auto indent = first < end ? IndentOf(lines[first]) : 0;
    for (auto at = first; at < end; ++at)
      if (Says(lines[at]) && IndentOf(lines[at]) == indent && ValueIn(lines[at], service)) return at;
  }
  return std::nullopt;
}

/// Behind the last line that is of the block: comments and blanks after it stay after it.
std::size_t LastOfBlock(const Lines& lines, std::size_t header, std::size_t indent) {
  const auto end = EndOfBlock(lines, header + 1, indent);
  std::size_t last = header;
  for (auto at = header + 1; at < end; ++at)
    if (!IsBlank(lines[at]) && IndentOf(lines[at]) > indent) last = at;
  return last;
}

Lines Extension(const Proposal& proposal, std::size_t indent, std::size_t step, const std::string& line_end) {
  const std::string outer(indent, ' '), inner(indent + step, ' ');
  Lines lines{outer + "x-docktor:", fmt::format("{}min: {}", inner, proposal.min),
              fmt::format("{}max: {}", inner, proposal.max)};
  for (auto& line : lines) line += line_end;
  return lines;
}

void Sort(std::vector<Insertion>& insertions) {
  std::sort(insertions.begin(), insertions.end(), [](const auto& a, const auto& b) { return a.after < b.after; });
}

}  // namespace

Result<Insertion> InsertionFor(const std::string& text, const Proposal& proposal) {
  const auto lines = Split(text);
  const auto header = FindService(lines, proposal.service);
  if (!header)
    return Fail(Errc::kNotFound, "it is not written in that file on lines of its own: write x-docktor there by hand");
  const auto value = *ValueIn(lines[*header], proposal.service);
  if (!value.empty() && !value.starts_with('&'))
    return Fail(Errc::kInvalidInput, "the service " + proposal.service + " is written in one line",
                "write each of its keys in a line of its own, or x-docktor by hand");
  const auto indent = IndentOf(lines[*header]);
  const auto last = LastOfBlock(lines, *header, indent);
  const auto first = FirstThatSays(lines, *header + 1, last + 1);
  const auto step = first <= last ? IndentOf(lines[first]) - indent : 2;
  const std::string line_end = lines[*header].ends_with('\r') ? "\r" : "";
  return Insertion{last + 1, Extension(proposal, indent + step, step, line_end)};
}

std::string WithInsertions(const std::string& text, std::vector<Insertion> insertions) {
  Sort(insertions);
  const auto lines = Split(text);
  std::string out;
  auto next = insertions.begin();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    out += lines[i];
    for (; next != insertions.end() && next->after == i + 1; ++next)
      for (const auto& line : next->lines) out += "\n" + line;
    if (i + 1 < lines.size()) out += '\n';
  }
  return out;
}

std::string DrawnDiff(const std::string& text, std::vector<Insertion> insertions, const Look& look) {
  constexpr std::size_t kAround = 3;
  Sort(insertions);
  const auto lines = Split(text);
  std::string out;
  std::size_t drawn = 0;
  for (const auto& [after, added] : insertions) {
    const auto begin = std::max(drawn, after - std::min(after, kAround));
    if (begin > drawn || drawn == 0) out += Paint(fmt::format("@@ line {} @@", after), Ink::kCyan, look) + "\n";
    for (auto at = begin; at < after; ++at) out += " " + lines[at] + "\n";
    for (const auto& line : added) out += Paint("+" + line, Ink::kGreen, look) + "\n";
    drawn = after;
  }
  return out;
}

}  // namespace docktor::cli::init
