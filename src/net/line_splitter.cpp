#include "net/line_splitter.h"

#include <utility>

namespace docktor::net {

LineSplitter::LineSplitter(std::function<void(std::string_view)> on_line, std::size_t longest)
    : on_line_(std::move(on_line)), longest_(longest) {}

void LineSplitter::Feed(std::string_view chunk) {
  for (auto end = chunk.find('\n'); end != std::string_view::npos; end = chunk.find('\n')) {
    Extend(chunk.substr(0, end));
    Finish();
    chunk.remove_prefix(end + 1);
  }
  Extend(chunk);
}

void LineSplitter::Extend(std::string_view part) {
  too_long_ = too_long_ || line_.size() + part.size() > longest_;
  if (too_long_)
    line_.clear();
  else
    line_ += part;
}

void LineSplitter::Finish() {
  if (line_.ends_with('\r')) line_.pop_back();
  const auto line = std::exchange(line_, {});
  if (!std::exchange(too_long_, false) && !line.empty()) on_line_(line);
}

}  // namespace docktor::net
