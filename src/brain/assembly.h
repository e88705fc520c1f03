#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "brain/providers/pieces.h"
#include "net/http_client.h"

namespace docktor::brain {

/// Puts the pieces of an answer together, and hands its text on word by word: a key that a server repeats has no space
/// in it, and is seen whole. It lives no longer than what it was made of.
class Assembly {
 public:
  static constexpr std::size_t kMostReply = 8 << 20;  ///< bytes of a whole answer

  Assembly(const Provider& provider, const Access& access, const std::function<void(std::string_view)>& on_text)
      : provider_(provider), access_(access), on_text_(on_text) {}

  void Begin(const net::HttpResponse& head);
  void Take(std::string_view bytes);
  /// The answer as it would have come at once; hands on what is left of its text.
  std::string Whole();
  bool damaged() const { return damaged_; }

 private:
  void Say(std::size_t size);

  const Provider& provider_;
  const Access& access_;
  const std::function<void(std::string_view)>& on_text_;
  std::unique_ptr<PieceReader> reader_;  // null: the server answers at once all the same
  json::value whole_;
  std::string text_;  // not handed on yet
  std::string body_;  // without a reader
  std::size_t size_ = 0;
  bool damaged_ = false;
};

}  // namespace docktor::brain
