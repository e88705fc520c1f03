#include <algorithm>

#include "fuzz/parrot.h"
#include "fuzz/pieces.h"
#include "net/http_client.h"
#include "net/http_date.h"
#include "net/line_splitter.h"

namespace docktor::net {
namespace {

/// An answer is one or an error in words; a body is never larger than was allowed.
void Ask(test::Pieces pieces) {
  constexpr std::size_t kMost = 1000;
  static test::Parrot parrot;
  static HttpClient client({.unix_socket = parrot.path()});
  parrot.Learn(std::string(pieces.Rest()));
  const HttpRequest request{.timeout = 1s, .most_body = kMost};
  const auto answer = client.Send(request);
  if (!answer && answer.error().message.empty()) __builtin_trap();
  if (answer && (answer->status < 200 || answer->body.size() > kMost)) __builtin_trap();
  int heads = 0;
  const auto streamed = client.Stream(request, {.on_head =
                                                    [&](const HttpResponse& head) {
                                                      ++heads;
                                                      if (head.status < 200 || head.status > 299) __builtin_trap();
                                                    },
                                                .on_chunk = [](std::string_view) {}});
  if (heads > 1 || (answer && streamed && answer->status != streamed->status)) __builtin_trap();
}

/// However a stream is cut, it has the same lines: none of them empty, too long, or of two.
void Split(test::Pieces pieces) {
  constexpr std::size_t kLongest = 100;
  const std::size_t step = 1 + pieces.Byte() % 32;
  const auto text = pieces.Rest();
  const auto lines_by = [&](std::size_t size) {
    std::vector<std::string> lines;
    LineSplitter splitter([&](std::string_view line) { lines.emplace_back(line); }, kLongest);
    for (std::size_t at = 0; at < text.size(); at += size) splitter.Feed(text.substr(at, size));
    splitter.Finish();
    return lines;
  };
  const auto lines = lines_by(std::max<std::size_t>(1, text.size()));
  if (lines != lines_by(step)) __builtin_trap();
  for (const auto& line : lines)
    if (line.empty() || line.size() > kLongest || line.find('\n') != line.npos) __builtin_trap();
}

}  // namespace
}  // namespace docktor::net

/// What comes over the network before it has a meaning: an answer of HTTP, a stream of lines, a date.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  test::Pieces pieces(data, size);
  switch (pieces.Byte() % 3) {
    case 0: net::Ask(pieces); break;
    case 1: net::Split(pieces); break;
    default: (void)net::ReadHttpDate(std::string(pieces.Rest()));
  }
  return 0;
}
