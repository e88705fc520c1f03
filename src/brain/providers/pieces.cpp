#include "brain/providers/pieces.h"

#include <algorithm>

#include <boost/crc.hpp>

#include "net/line_splitter.h"

namespace docktor::brain {
namespace {

/// Server-sent events. All providers write each piece's data on one line, and in it what kind it is.
/// https://html.spec.whatwg.org/multipage/server-sent-events.html
class Events final : public PieceReader {
 public:
  explicit Events(OnPiece on_piece)
      : on_piece_(std::move(on_piece)), lines_([this](std::string_view line) { Take(line); }, kMostLine) {}
  Status Feed(std::string_view bytes) override {
    lines_.Feed(bytes);
    if (damaged_) return Fail(Errc::kInvalidInput, "a piece of the event stream is not in JSON");
    return {};
  }

 private:
  static constexpr std::size_t kMostLine = 8 << 20;
  void Take(std::string_view line) {
    constexpr std::string_view kData = "data:", kEnd = "[DONE]";
    if (damaged_ || !line.starts_with(kData)) return;
    line.remove_prefix(std::min(line.find_first_not_of(' ', kData.size()), line.size()));
    if (line.empty() || line.starts_with(kEnd)) return;
    auto data = ParseJson(line);
    damaged_ = !data;  // what it held is missing: the answer is not whole, though it may read so
    if (data) on_piece_({{}, *std::move(data)});
  }

  const OnPiece on_piece_;
  net::LineSplitter lines_;
  bool damaged_ = false;
};

std::uint32_t Number(std::string_view bytes) {
  std::uint32_t number = 0;
  for (const unsigned char byte : bytes) number = number << 8 | byte;
  return number;
}

std::uint32_t Crc(std::string_view bytes) {
  boost::crc_32_type crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}

/// Lengths, checksum of them, headers, payload, checksum of all.
/// https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html#streaming-event-stream
class AwsFrames final : public PieceReader {
 public:
  explicit AwsFrames(OnPiece on_piece) : on_piece_(std::move(on_piece)) {}

  Status Feed(std::string_view bytes) override {
    buffer_ += bytes;
    while (buffer_.size() >= kPrelude) {
      const std::string_view all = buffer_;
      const auto size = Number(all.substr(0, 4)), headers = Number(all.substr(4, 4));
      if (Crc(all.substr(0, 8)) != Number(all.substr(8, 4)) || size > kMostFrame || size < kPrelude + 4 + headers)
        return Broken();
      if (buffer_.size() < size) return {};
      const auto frame = all.substr(0, size);
      if (Crc(frame.substr(0, size - 4)) != Number(frame.substr(size - 4))) return Broken();
      auto kind = KindOf(frame.substr(kPrelude, headers));
      const std::string payload(frame.substr(kPrelude + headers, size - kPrelude - headers - 4));
      buffer_.erase(0, size);
      if (payload.empty()) continue;
      auto data = ParseJson(payload);
      if (!data) return Broken();
      on_piece_({std::move(kind), *std::move(data)});
    }
    return {};
  }

 private:
  static constexpr std::size_t kPrelude = 12, kMostFrame = 16 << 20;

  static Status Broken() { return Fail(Errc::kInvalidInput, "a frame of the event stream is damaged"); }

  /// What ":event-type" or ":exception-type" says. Each header is a name, a type and a value; all of AWS's are texts.
  static std::string KindOf(std::string_view headers) {
    constexpr char kText = 7;
    const auto take = [&](std::size_t size) {
      const auto part = headers.substr(0, size);
      headers.remove_prefix(part.size());
      return part;
    };
    while (!headers.empty()) {
      const auto name = take(Number(take(1)));
      if (take(1) != std::string_view(&kText, 1)) return {};
      const auto value = take(Number(take(2)));
      if (name == ":event-type" || name == ":exception-type") return std::string(value);
    }
    return {};
  }

  const OnPiece on_piece_;
  std::string buffer_;
};

}  // namespace

std::unique_ptr<PieceReader> PieceReader::For(const std::string& content_type, OnPiece on_piece) {
  if (content_type.starts_with("text/event-stream")) return std::make_unique<Events>(std::move(on_piece));
  if (content_type.starts_with("application/vnd.amazon.eventstream"))
    return std::make_unique<AwsFrames>(std::move(on_piece));
  return nullptr;
}

}  // namespace docktor::brain
