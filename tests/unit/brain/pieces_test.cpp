#include "brain/providers/pieces.h"

#include <gtest/gtest.h>
#include <boost/crc.hpp>

namespace docktor::brain {
namespace {

constexpr auto kEvents = "text/event-stream; charset=utf-8";
constexpr auto kFrames = "application/vnd.amazon.eventstream";

std::string Big(std::uint32_t number) {
  std::string bytes;
  for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(number >> shift & 0xff);
  return bytes;
}
std::string Crc(const std::string& bytes) {
  boost::crc_32_type crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return Big(crc.checksum());
}
std::string Header(const std::string& name, const std::string& value) {
  return static_cast<char>(name.size()) + name + '\x07' + Big(static_cast<std::uint32_t>(value.size())).substr(2) +
         value;
}
std::string Frame(const std::string& kind, const std::string& data) {
  const auto headers = Header(":content-type", "application/json") + Header(":event-type", kind);
  const auto sizes = Big(static_cast<std::uint32_t>(16 + headers.size() + data.size())) +
                     Big(static_cast<std::uint32_t>(headers.size()));
  const auto frame = sizes + Crc(sizes) + headers + data;
  return frame + Crc(frame);
}

/// "kind data" of each piece of the bytes, fed in parts of a size.
std::string Read(const char* type, const std::string& bytes, std::size_t size) {
  std::string all;
  const auto reader =
      PieceReader::For(type, [&](const Piece& piece) { all += piece.kind + " " + WriteJson(piece.data) + "\n"; });
  for (std::size_t at = 0; at < bytes.size(); at += size)
    if (const auto fed = reader->Feed(bytes.substr(at, size)); !fed) return all + fed.error().message;
  return all;
}

TEST(Pieces, OfEventsThatAreCutAnywhere) {
  const std::string stream =
      "event: a\ndata: {\"n\":1}\n\n: keep-alive\r\ndata:{\"n\":2}\r\n\r\ndata:\n\ndata: [DONE]\n\n";
  for (const std::size_t size : {1, 2, 7, 1000})
    EXPECT_EQ(Read(kEvents, stream, size), " {\"n\":1}\n {\"n\":2}\n") << size;
}

TEST(Pieces, WhatIsDamagedIsNotPassedOver) {
  const std::string call = "data: {\"arguments\":\"1\"}\n\n";
  for (const std::string damage : {"data: {\"arguments\":\"2\n\n", "data: not JSON\n\n", "data: {\"a\":\"\xff\"}\n\n"})
    EXPECT_EQ(Read(kEvents, call + damage + call, 1000),
              " {\"arguments\":\"1\"}\na piece of the event stream is not in JSON")
        << damage;
  EXPECT_EQ(Read(kFrames, Frame("contentBlockDelta", "{\"n\":"), 1000), "a frame of the event stream is damaged");
  EXPECT_EQ(Read(kFrames, Frame("messageStop", ""), 1000), "");
}

TEST(Pieces, OfFramesThatAreCutAnywhere) {
  const auto stream = Frame("messageStart", R"({"role":"assistant"})") + Frame("messageStop", R"({"n":2})");
  for (const std::size_t size : {1, 5, 40, 1000})
    EXPECT_EQ(Read(kFrames, stream, size), "messageStart {\"role\":\"assistant\"}\nmessageStop {\"n\":2}\n") << size;
}

TEST(Pieces, AFrameWithAFlippedBitIsNotTaken) {
  const auto good = Frame("messageStop", R"({"n":2})");
  for (std::size_t at = 0; at < good.size(); ++at) {
    auto bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    EXPECT_EQ(Read(kFrames, bad, 1000).find('{'), std::string::npos) << at;
  }
}

TEST(Pieces, AnAnswerThatComesAsAWholeHasNone) { EXPECT_EQ(PieceReader::For("application/json", {}), nullptr); }

}  // namespace
}  // namespace docktor::brain
