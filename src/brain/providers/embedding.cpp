#include "brain/providers/pick.h"

/// Embeddings: https://platform.openai.com/docs/api-reference/embeddings. Most servers have them in this form.

namespace docktor::brain {

json::object Provider::EmbeddingBody(const std::string& text, const Access& access) const {
  return {{"model", access.model}, {"input", text}, {"encoding_format", "float"}};
}

Result<Embedding> Provider::ReadEmbedding(const json::value& body) const {
  return EmbeddingAt(body, "/data/0/embedding", NumberAt(body, "/usage/prompt_tokens"));
}

}  // namespace docktor::brain
