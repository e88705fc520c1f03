#include "remember/journal/replay.h"

#include <cstddef>
#include <utility>

#include "remember/journal/parts.h"

namespace docktor::remember {

Result<Unreadable> Replay(const std::filesystem::path& folder, const std::function<void(Record)>& on_record,
                          const Pick& wanted, const Disk& disk) {
  auto parts = Parts::Of(folder, disk);
  if (!parts) return tl::unexpected(parts.error());
  Decoder decoder([&](Record record, const Position&) { on_record(std::move(record)); }, wanted);
  for (std::size_t i = 0; i < parts->size(); ++i) {
    parts->Announce(i + 1);
    if (const auto taken = parts->Take(i, decoder); !taken) return tl::unexpected(taken.error());
  }
  decoder.Settle();
  return decoder.unreadable();
}

Result<Replayed> Replay(const std::filesystem::path& folder, const Disk& disk) {
  Replayed replayed;
  auto unreadable = Replay(
      folder, [&](Record record) { replayed.records.push_back(std::move(record)); },
      [](const LineHead&) { return true; }, disk);
  if (!unreadable) return tl::unexpected(unreadable.error());
  replayed.unreadable = *std::move(unreadable);
  return replayed;
}

}  // namespace docktor::remember
