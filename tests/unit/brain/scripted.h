#pragma once

#include <deque>
#include <vector>

#include "brain/model.h"

namespace docktor::brain {

/// Answers what it was given, in order.
class Scripted final : public Model {
 public:
  Answer Ask(const Question& question) override {
    asked.push_back(question);
    auto answer = answers.front();
    answers.pop_front();
    if (answer && question.on_text) question.on_text(answer->text);
    return answer;
  }
  std::deque<Answer> answers;
  std::vector<Question> asked;
};

}  // namespace docktor::brain
