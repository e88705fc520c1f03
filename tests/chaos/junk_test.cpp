/// A language model that answers junk (DOCKTOR_MODEL_ENDPOINT: scripts/with-model) decides about services with load and
/// trouble on an engine in memory: whatever it says, nothing forbidden is done and no look is late.
#include <iostream>
#include <random>

#include "brain/judge/connect.h"
#include "support/soak_checks.h"

namespace docktor {
namespace {

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// A model whose every other answer is one that could be followed: within the counts that it may choose, and sure of
/// itself or not. What is junk in it is whether it makes sense.
class HalfSensible final : public brain::Model {
 public:
  explicit HalfSensible(std::shared_ptr<brain::Model> junk) : junk_(std::move(junk)) {}
  brain::Answer Ask(const brain::Question& question) override {
    if (++asked_ % 2 == 0) return junk_->Ask(question);
    auto bounded = question;
    const auto data = ParseJson(question.turns.front().text).value();
    const auto running = data.at("replicas").at("running").as_int64();
    const auto chosen = std::uniform_int_distribution(data.at("may_choose").at("least").as_int64(),
                                                      data.at("may_choose").at("most").as_int64())(random_);
    const auto* action = chosen == running ? "hold" : chosen > running ? "scale_up" : "scale_down";
    auto& properties = bounded.form->schema.at("properties").as_object();
    properties["action"] = json::object{{"enum", json::array{action}}};
    properties["target"] = json::object{{"enum", json::array{chosen}}};
    properties["confidence"] = json::object{{"enum", json::array{0.1, 0.6, 1}}};
    return junk_->Ask(bounded);
  }

 private:
  const std::shared_ptr<brain::Model> junk_;
  std::mt19937 random_{1};
  int asked_ = 0;
};

std::map<AdviceFate, int> Fates(const std::filesystem::path& journal) {
  std::map<AdviceFate, int> fates;
  const auto past = remember::Replay(journal).value();
  for (const auto& record : past.records)
    if (const auto* judged = std::get_if<Judged>(&record.body)) ++fates[judged->fate];
  return fates;
}

TEST(Junk, DoesNothingThatIsForbidden) {
  const auto endpoint = Variable("DOCKTOR_MODEL_ENDPOINT");
  ASSERT_FALSE(endpoint.empty()) << "run it by scripts/with-model";
  const auto wanted = std::stoi("0" + Variable("JUNK_JUDGEMENTS"));
  const ModelChoice choice{.model = "junk", .endpoint = endpoint};
  const auto connect = [&](const ModelChoice&) {
    return brain::Connect(choice, [](const auto&) { return std::optional<std::string>(); })
        .map([](brain::Connection connection) {
          connection.model = std::make_shared<HalfSensible>(std::move(connection.model));
          return connection;
        });
  };
  test::Soak soak(81, connect);
  soak.restarts = false;
  std::int64_t asked = 0;
  while (asked < std::max(wanted, 1) && !HasFatalFailure()) {
    soak.Run(10min, true);
    asked = 0;
    for (const auto& view : soak.project().control().Latest()->services) asked += view.counsel->asked;
    std::cout << asked << " of " << wanted << " asked" << std::endl;
  }
  soak.Run(10min, false);
  test::ExpectOrder(soak);
  const auto fates = Fates(soak.project().journal());
  for (const auto& [fate, count] : fates) std::cout << WriteJson(ToJson(fate)) << " " << count << std::endl;
  EXPECT_GT(fates.at(AdviceFate::kInvalid), wanted / 10);
  EXPECT_GT(fates.at(AdviceFate::kFollowed), wanted / 100);
  EXPECT_FALSE(fates.contains(AdviceFate::kFailed)) << "the server answers";
}

}  // namespace
}  // namespace docktor
