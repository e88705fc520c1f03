#pragma once

#include "brain/providers/provider.h"

namespace docktor::brain {

/// Chat completions: https://platform.openai.com/docs/api-reference/chat. What Docker Model Runner, Ollama,
/// llama-server, vLLM, LM Studio, LiteLLM and OpenRouter speak too.
class OpenAiChatProvider : public Provider {
 public:
  std::string_view name() const override { return "openai"; }
  std::string_view key_variable() const override { return "OPENAI_API_KEY"; }
  Result<std::string> Endpoint(const Variables&) const override { return "https://api.openai.com/v1"; }
  std::string Path(const Access&) const override { return "/chat/completions"; }
  Headers HeadersOf(const Access& access, const Letter& letter) const override;
  json::object Body(const Question& question, const Access& access, const Habits& habits) const override;
  Result<Reply> Read(const json::value& body) const override;
  void AskForPieces(json::object& body, const Habits& habits) const override;
  std::string Add(const Piece& piece, json::value& whole) const override;
  std::string PathOfEmbeddings(const Access&) const override { return "/embeddings"; }
};

}  // namespace docktor::brain
