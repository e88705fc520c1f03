#pragma once

#include <string>
#include <vector>

#include "brain/model.h"

namespace docktor::brain {

/// What a model may have done while it talks. Implemented above this room.
class ToolBox {
 public:
  virtual ~ToolBox() = default;
  virtual std::vector<Tool> Tools() const = 0;
  /// Does it and returns what came of it, as JSON; that it cannot be done is an answer too. Blocks.
  virtual std::string Use(const ToolCall& call) = 0;
};

}  // namespace docktor::brain
