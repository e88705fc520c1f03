#include "app/live_settings.h"

namespace docktor::app {

LiveSettings::LiveSettings(settings::Settings first, Read read)
    : read_(std::move(read)), now_(std::make_shared<const settings::Settings>(std::move(first))) {}

std::shared_ptr<const settings::Settings> LiveSettings::Now() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

Spec LiveSettings::SpecOf(const ServiceFacts& facts, std::optional<int> first_count) {
  const auto now = [&] {
    const std::lock_guard lock(mutex_);
    asked_[facts.key] = {facts, first_count};
    return now_;
  }();
  return now->SpecOf(facts, first_count);
}

std::vector<operations::ServiceSettings> LiveSettings::InForce() const {
  std::unique_lock lock(mutex_);
  const auto now = now_;
  const auto asked = asked_;
  lock.unlock();
  std::vector<operations::ServiceSettings> all;
  for (const auto& [service, about] : asked) {
    auto& one = all.emplace_back(operations::ServiceSettings{service, {}});
    for (auto& setting : now->Explain(about.facts, about.first_count))
      one.settings.push_back({std::move(setting.key), std::move(setting.value), std::move(setting.origin.text)});
  }
  return all;
}

std::optional<std::string> LiveSettings::Trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

Status LiveSettings::Reload() {
  auto read = read_();
  const std::lock_guard lock(mutex_);
  if (!read) {
    trouble_ = read.error().message;
    return tl::unexpected(read.error());
  }
  now_ = std::make_shared<const settings::Settings>(*std::move(read));
  trouble_.reset();
  return {};
}

}  // namespace docktor::app
