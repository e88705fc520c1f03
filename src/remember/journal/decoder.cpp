#include "remember/journal/decoder.h"

#include <utility>

#include <fmt/format.h>

namespace docktor::remember {

void Decoder::BeginPart(std::size_t index, std::string name) {
  part_ = std::move(name);
  position_ = {index, 0};
}

void Decoder::Take(std::string_view text) {
  ++position_.line;
  const auto head = ReadHead(text);
  if (head) Vouch(head->sequence, head->prev);
  if (head && !wanted_(*head)) return;
  const bool counts = head || walk_ == Walk::kFirst;
  auto line = ParseLine(text);
  if (line && !head) Vouch(line->sequence, line->prev);
  if (!line || !line->body) {
    if (counts) Refuse(line ? line->body.error() : line.error());
    return;
  }
  std::string service;
  if (head || wanted_(HeadOf(*line, service))) Hold(*std::move(line), text);
}

void Decoder::Settle() {
  if (auto held = std::exchange(held_, std::nullopt)) on_record_(std::move(held->record), held->position);
}

void Decoder::Vouch(std::uint64_t sequence, std::string_view prev) {
  const bool follows = held_ && sequence == held_->record.sequence + 1;
  if (!follows || prev == held_->hash) return Settle();
  Refuse(held_->place, "the next line carries another hash: one of the two was changed");
  held_.reset();
}

void Decoder::Hold(Line line, std::string_view text) {
  held_ = Held{{line.sequence, line.at, *std::move(line.body)}, HashOf(text), position_, Place()};
}

void Decoder::Refuse(const std::string& place, const std::string& why) {
  if (unreadable_.lines++ == 0) unreadable_.first = place + ": " + why;
}

std::string Decoder::Place() const { return fmt::format("{}:{}", part_, position_.line); }

}  // namespace docktor::remember
