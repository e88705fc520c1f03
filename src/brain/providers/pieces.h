#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "brain/providers/provider.h"

namespace docktor::brain {

/// Finds the pieces in an answer that arrives cut anywhere.
class PieceReader {
 public:
  using OnPiece = std::function<void(const Piece&)>;

  virtual ~PieceReader() = default;
  /// kInvalidInput: the bytes are not what their type says.
  virtual Status Feed(std::string_view bytes) = 0;

  /// By the type of the answer's content: events of a server, or the event stream of AWS. Null: it comes as a whole.
  static std::unique_ptr<PieceReader> For(const std::string& content_type, OnPiece on_piece);
};

}  // namespace docktor::brain
