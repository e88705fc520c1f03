#include "brain/providers/openai_chat.h"
#include "net/url.h"

/// Azure gives each customer an address, and speaks chat completions there; a model is what the customer called it.
/// https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle

namespace docktor::brain {
namespace {

class AzureProvider : public OpenAiChatProvider {
 public:
  std::string_view name() const override { return "azure"; }
  std::string_view key_variable() const override { return "AZURE_OPENAI_API_KEY"; }
  Result<std::string> Endpoint(const Variables& variables) const override {
    auto address = Held(variables, "AZURE_OPENAI_ENDPOINT");
    if (!address.empty()) return address;
    return Fail(Errc::kInvalidInput, "azure serves each customer at an address of its own, and none is named",
                "set AZURE_OPENAI_ENDPOINT, or brain.endpoint and brain.key_env: https://NAME.openai.azure.com");
  }
  std::string Path(const Access&) const override { return "/openai/v1/chat/completions"; }
  std::string_view PathOfModels() const override { return "/openai/v1/models"; }
  std::string PathOfEmbeddings(const Access&) const override { return "/openai/v1/embeddings"; }
  Headers HeadersOf(const Access& access, const Letter&) const override {
    if (access.key.empty()) return {};
    return {{"api-key", access.key}};
  }
};

/// The older form, which names the deployment and a version in the address.
class AzureDeploymentProvider final : public AzureProvider {
 public:
  std::string_view name() const override { return "azure-deployment"; }
  std::string Path(const Access& access) const override { return Of(access, "chat/completions"); }
  std::string PathOfEmbeddings(const Access& access) const override { return Of(access, "embeddings"); }

 private:
  static std::string Of(const Access& access, const std::string& what) {
    return "/openai/deployments/" + net::PercentEncode(access.model) + "/" + what + "?api-version=2024-10-21";
  }
};

}  // namespace

const Provider& Azure() {
  static const AzureProvider provider;
  return provider;
}

const Provider& AzureDeployment() {
  static const AzureDeploymentProvider provider;
  return provider;
}

}  // namespace docktor::brain
