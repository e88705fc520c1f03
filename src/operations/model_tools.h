#pragma once

#include "brain/conversation/toolbox.h"
#include "operations/world/context.h"

namespace docktor::operations {

/// The operations as tools of a model that talks with a person. It is held to what a model may: nothing that is for
/// people, and every change through the same limits.
class ModelTools final : public brain::ToolBox {
 public:
  explicit ModelTools(Context& context) : context_(context) {}
  std::vector<brain::Tool> Tools() const override;
  std::string Use(const brain::ToolCall& call) override;

 private:
  Context& context_;
};

}  // namespace docktor::operations
