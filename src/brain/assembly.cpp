#include "brain/assembly.h"

#include "brain/without_key.h"

namespace docktor::brain {

void Assembly::Begin(const net::HttpResponse& head) {
  const auto type = head.headers.find("content-type");
  reader_ = PieceReader::For(type == head.headers.end() ? "" : type->second, [this](const Piece& piece) {
    text_ += provider_.Add(piece, whole_);
    if (const auto space = text_.find_last_of(" \n"); space != text_.npos) Say(space + 1);
  });
}

void Assembly::Take(std::string_view bytes) {
  size_ += bytes.size();
  damaged_ = damaged_ || size_ > kMostReply;
  if (damaged_) return;
  if (reader_ == nullptr)
    body_ += bytes;
  else
    damaged_ = !reader_->Feed(bytes);
}

std::string Assembly::Whole() {
  Say(text_.size());
  return reader_ == nullptr ? body_ : WriteJson(whole_);
}

void Assembly::Say(std::size_t size) {
  if (size > 0) on_text_(WithoutKey(text_.substr(0, size), access_));
  text_.erase(0, size);
}

}  // namespace docktor::brain
