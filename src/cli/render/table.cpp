#include "cli/render/table.h"

#include <algorithm>
#include <numeric>

namespace docktor::cli {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowest = 12;

bool BeginsCharacter(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

}  // namespace

std::size_t LengthOf(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), BeginsCharacter));
}

std::string Shortened(std::string_view text, std::size_t width) {
  if (LengthOf(text) <= width) return std::string(text);
  if (width == 0) return {};
  std::size_t characters = 0, end = 0;
  for (; end < text.size(); ++end)
    if (BeginsCharacter(text[end]) && ++characters >= width) break;
  return std::string(text.substr(0, end)) + "…";
}

std::vector<std::size_t> Table::Widths(const Look& look) const {
  std::vector<std::size_t> widths;
  for (const auto& name : head_) widths.push_back(LengthOf(name));
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], LengthOf(row[i].text));
  const auto total = std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
  const auto room = static_cast<std::size_t>(look.width);
  if (look.width > 0 && total > room) {
    auto& widest = *std::max_element(widths.begin(), widths.end());
    widest = std::max(kNarrowest, widest - std::min(widest, total - room));
  }
  return widths;
}

std::string Table::Draw(const Look& look) const {
  const auto widths = Widths(look);
  std::string out;
  const auto line = [&](const std::vector<Cell>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto text = Shortened(cells[i].text, widths[i]);
      out += Paint(text, cells[i].ink, look);
      if (i + 1 < cells.size()) out.append(widths[i] - LengthOf(text) + kGap, ' ');
    }
    out += '\n';
  };
  std::vector<Cell> head;
  for (const auto& name : head_) head.push_back({name, Ink::kFaint});
  line(head);
  for (const auto& row : rows_) line(row);
  return out;
}

}  // namespace docktor::cli
