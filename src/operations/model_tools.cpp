#include "operations/model_tools.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <future>

#include "operations/declare/error_json.h"
#include "operations/declare/input_schema.h"
#include "operations/list.h"

namespace docktor::operations {
namespace {

constexpr auto kPatience = std::chrono::seconds(20);

/// Those that a talk needs; each is for models too.
constexpr std::array<std::string_view, 11> kTools{"status",          "services",  "metrics", "why",   "decisions_list",
                                                  "decisions_stats", "proposals", "scale",   "pause", "lean",
                                                  "resume"};

/// Waits for an answer of one item.
class Waiting final : public Sink {
 public:
  void Item(json::value item) override {
    if (!answered_.exchange(true)) answer_.set_value(WriteJson(item));
  }
  void End(Status how) override {
    if (!answered_.exchange(true)) answer_.set_value(how ? "{}" : WriteJson(ErrorJson(how.error())));
  }
  void Keep(std::shared_ptr<void>) override {}
  bool Wanted() const override { return true; }

  std::string Await() {
    auto answer = answer_.get_future();
    if (answer.wait_for(kPatience) == std::future_status::ready) return answer.get();
    return R"({"error":"no answer in time; it may still be done"})";
  }

 private:
  std::atomic<bool> answered_ = false;
  std::promise<std::string> answer_;
};

}  // namespace

std::vector<brain::Tool> ModelTools::Tools() const {
  std::vector<brain::Tool> tools;
  for (const auto name : kTools)
    if (const auto* operation = Find(name))
      tools.push_back({operation->Id(), operation->summary, InputSchemaOf(*operation)});
  return tools;
}

std::string ModelTools::Use(const brain::ToolCall& call) {
  const auto* operation =
      std::find(kTools.begin(), kTools.end(), call.name) == kTools.end() ? nullptr : Find(call.name);
  if (operation == nullptr) return R"({"error":"there is no such tool"})";
  if (operation->Streams(call.arguments)) return R"({"error":"only a single answer can be had"})";
  const auto sink = std::make_shared<Waiting>();
  operation->Run(context_, {.actor = Actor::kModel}, call.arguments, sink);
  return sink->Await();
}

}  // namespace docktor::operations
