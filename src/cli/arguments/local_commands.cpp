/// Commands that the program does by itself, without a daemon.
#include "cli/arguments/command_line.h"

namespace docktor::cli {
namespace {

/// Where a model is served, for each of the commands that can be told.
template <typename Command>
void AddModelServer(CLI::App& app, Command& command) {
  app.add_option("--endpoint", command.endpoint,
                 "where it is served; else on this machine, or by the maker of --provider")
      ->type_name("URL");
  app.add_option(
         "--provider", command.provider,
         "how to speak to it: openai (so do Docker Model Runner, Ollama, llama-server, vLLM), openai-responses, "
         "azure, azure-deployment, anthropic, gemini or bedrock")
      ->type_name("NAME");
  app.add_option("--key-env", command.key_variable, "the variable that holds the key")->type_name("VARIABLE");
}

}  // namespace

void CommandLine::AddConfig() {
  auto& config = Group("config", "The settings in force, and whether what is written is right");
  config.footer(
      Examples({"config show --origin web", "config validate", "config set-model llama3.2", "config schema"}));
  auto* show = Add(config, "show", "Each setting in force, service by service");
  show->add_option("SERVICE", show_.service, "only of this one");
  show->add_flag("--origin", show_.origin, "with the place where each was said");
  show->footer(Examples({"config show", "config show --origin web"}));
  commands_.push_back({show, [this] { return show_; }});
  auto* validate = Add(config, "validate", "Check everything that is written; exit code 2 if something is wrong");
  validate->add_option("FILE", validate_.file, "a Compose file, instead of that of this folder");
  validate->footer(Examples({"config validate", "config validate deploy/compose.yaml"}));
  commands_.push_back({validate, [this] { return validate_; }});
  auto* schema = Add(config, "schema", "JSON Schema of docktor.yaml, for editors");
  schema->footer(Examples({"config schema > docktor.schema.json"}));
  commands_.push_back({schema, [] { return ConfigSchemaCommand{}; }});
  auto* model = Add(config, "set-model", "Write into docktor.yaml which language model is asked");
  model->add_option("MODEL", set_model_.model, "its name at its server")->required();
  AddModelServer(*model, set_model_);
  model->footer(
      "A model alone is another one of the same server; a server that is named takes the place of the old one. The "
      "rest "
      "of the file stays as it is, and a daemon that runs takes the change over.\n\n" +
      Examples({"config set-model llama3.3:70b", "config set-model claude-haiku-4-5 --provider anthropic",
                "config set-model qwen3 --endpoint http://gpu:8000/v1 --key-env GPU_KEY"}));
  commands_.push_back({model, [this] { return set_model_; }});
}

void CommandLine::AddAi() {
  auto& ai = Group("ai", "From a Compose file to a talk about its services, in one step");
  ai.footer(Examples({"ai up"}));
  auto* up = Add(ai, "up", "Bring the project up where it is down, start the daemon, and talk");
  up->add_flag("--headless", ai_up_.headless, "JSON lines, for programs");
  up->add_flag("--debug", ai_up_.debug, "each item of an answer as JSON on stderr as well");
  up->add_flag("--skip-compose", ai_up_.skip_compose, "leave the project as it is");
  up->footer(
      "Where no language model is named and one is served on this machine, that is written into .env.cagent beside the "
      "Compose file. The talk is that of `docktor chat`; the daemon goes on when it ends.\n\n" +
      Examples({"ai up", "ai up --headless --skip-compose", "ai up --debug"}));
  commands_.push_back({up, [this] { return ai_up_; }});
}

void CommandLine::AddTop() {
  auto* app = Add(app_, "top", "Services, proposals and decisions on the whole terminal, as they happen");
  app->footer(
      "Keys: arrows choose a service, w says why, a approves and r rejects what is proposed, ? helps, q ends.\n\n" +
      Examples({"top", "top --project shop"}));
  commands_.push_back({app, [] { return TopCommand{}; }});
}

void CommandLine::AddChat() {
  auto* app = Add(app_, "chat", "Talk with Docktor: orders and questions, one a line");
  app->footer(
      "What `docktor prompt` understands, with editing, a history, and completion by Tab; from a pipe, a line each. "
      "What is guessed is asked about first: the next line says yes, or says it more exactly. Ctrl-C stops an answer. "
      "A "
      "language model, where one is named, knows what was said before.\n\n" +
      Examples({"chat", "chat --json"}));
  app->add_flag("--debug", chat_.debug, "each item of an answer as JSON on stderr as well");
  commands_.push_back({app, [this] { return chat_; }});
}

void CommandLine::AddDemo() {
  auto* app = Add(app_, "demo", "Bring up a small stack, put load on it, and watch Docktor scale it; two minutes");
  auto* keep = app->add_flag("--keep", demo_.keep, "leave the stack and the daemon running");
  app->add_flag("--simulated", demo_.simulated, "without containers, even where Docker is")->excludes(keep);
  app->footer(
      "It touches only a project of its own, docktor-tour. Where no Docker engine answers, it plays in a simulated "
      "service, with a clock that goes ten times as fast, and says so.\n\n" +
      Examples({"demo", "demo --keep", "demo --simulated"}));
  commands_.push_back({app, [this] { return demo_; }});
}

void CommandLine::AddDoctor() {
  auto* app = Add(app_, "doctor", "Look at everything that Docktor needs, and say what to do about what is wrong");
  AddEngine(*app, doctor_.engine);
  app->footer("Exit code: 0 also with warnings, 2 wrong settings, 5 Docker unreachable, 1 any other problem.\n\n" +
              Examples({"doctor", "doctor --json", "doctor --context far"}));
  commands_.push_back({app, [this] { return doctor_; }});
}

void CommandLine::AddMcp() {
  auto* app = Add(app_, "mcp", "Let another agent use Docktor: MCP on stdin and stdout");
  app->add_option("--log", mcp_.log, "a file that gets every message")->type_name("FILE");
  app->add_flag("--read-only", mcp_.read_only, "offer only what changes nothing");
  app->footer("The agent is held to less than a person: it cannot approve, and no limit yields to it.\n\n" +
              Examples({"mcp", "mcp --read-only", "mcp --log mcp.log"}));
  commands_.push_back({app, [this] { return mcp_; }});
}

void CommandLine::AddModel() {
  auto& model = Group("model", "Which language models there are, and whether one answers as an autoscaler needs it to");
  model.footer(Examples({"model list", "model test ai/qwen3"}));
  auto* app = Add(model, "test", "Ask a language model for a verdict on a service, and for the call of a tool");
  app->add_option("MODEL", model_test_.model, "its name at the endpoint; else the one that the settings name");
  AddModelServer(*app, model_test_);
  app->add_option("--patience", model_test_.patience, "how long to wait for each answer")->type_name("TIME");
  app->footer(
      "A key is read from a variable and never shown. With --provider and without --endpoint it is the maker's own "
      "(OPENAI_API_KEY, "
      "AZURE_OPENAI_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY, AWS_BEARER_TOKEN_BEDROCK or AWS_ACCESS_KEY_ID); "
      "another server gets one only by --key-env. The verdict is on an overloaded "
      "service: one that could be followed scales it up, within its bounds.\n\n"
      "Exit code: 0 where the form was kept.\n\n" +
      Examples({"model test", "model test ai/qwen3", "model test llama-server --endpoint http://gpu:8080/v1",
                "model test llama3.2 --endpoint http://localhost:11434/v1 --patience 2m",
                "model test claude-haiku-4-5 --provider anthropic"}));
  commands_.push_back({app, [this] { return model_test_; }});
  auto* pull = Add(model, "pull", "Have Docker Model Runner or Ollama fetch a language model");
  pull->add_option("MODEL", model_pull_.model, "its name in the server's registry")->required();
  pull->add_option("--endpoint", model_pull_.endpoint, "the server; else the first on this machine that answers")
      ->type_name("URL");
  pull->footer("Interrupted, it goes on where it was when it is said again.\n\n" +
               Examples({"model pull ai/llama3.2", "model pull llama3.3:70b --endpoint http://localhost:11434/v1"}));
  commands_.push_back({pull, [this] { return model_pull_; }});
  auto* list = Add(model, "list", "Which language models a server has; without any flag, each server on this machine");
  AddModelServer(*list, model_list_);
  list->footer(Examples({"model list", "model list --endpoint http://gpu:8000/v1", "model list --provider openai"}));
  commands_.push_back({list, [this] { return model_list_; }});
}

void CommandLine::AddInit() {
  auto* app = Add(app_, "init", "Propose what to write into the Compose file to have its services scaled");
  app->add_option("FILE", init_.file, "the Compose file, instead of that of this folder");
  app->add_option("--service", init_.services, "only this service; may stand several times")->type_name("NAME");
  app->add_flag("--yes", init_.yes, "write it without asking");
  app->add_flag("--dry-run", init_.dry_run, "show it, write nothing");
  app->footer(
      "Shows what would be written, with the reason for each service, and asks. Lines are added, none is changed. "
      "Without a terminal and without --yes nothing is written.\n\n" +
      Examples({"init", "init --service web --yes", "init --dry-run deploy/compose.yaml"}));
  commands_.push_back({app, [this] { return init_; }});
}

void CommandLine::AddSimulate() {
  auto* app = Add(app_, "simulate", "Play a load to a strategy without any container, and see how it would do");
  auto* trace = app->add_option("--trace", simulate_.trace,
                                "the load: a CSV file of seconds,requests_per_second; else a day that is made up");
  trace->type_name("FILE");
  app->add_option("--strategy", simulate_.strategies, "which to compare, with commas between")
      ->delimiter(',')
      ->type_name("STRATEGY");
  auto* models = app->add_option(
      "--model", simulate_.models,
      "what the service is like: web, jvm (starts slowly), light, slow (starts for minutes), bursty, uneven or "
      "shared (noisy neighbours); several with commas between share a host");
  models->delimiter(',')->type_name("MODEL");
  auto* cores = app->add_option("--cores", simulate_.cores, "that host's cores, of which a replica may use one");
  cores->check(CLI::Range(1, 100'000))->type_name("NUMBER");
  app->add_option("--set", simulate_.settings, "a setting as in x-docktor, KEY=VALUE; may stand several times")
      ->type_name("SETTING");
  auto* latency = app->add_flag("--latency", simulate_.latency, "a load balancer tells rate and latency");
  auto* chart = app->add_option("--chart", simulate_.chart,
                                "draw the load and the replicas over time into this file, an SVG picture");
  chart->type_name("FILE");
  app->add_flag("--stdio", simulate_.stdio, "answer a simulator that asks by lines of JSON")
      ->excludes(trace)
      ->excludes(models)
      ->excludes(cores)
      ->excludes(latency)
      ->excludes(chart);
  app->footer(
      "The strategy is flown by the very pilot that runs in production; chance is the same for each. From 1 to 30 "
      "replicas, unless --set says otherwise. A chart has a panel for each strategy, with marks where requests were "
      "slow; any browser shows it.\n\n" +
      Examples({"simulate --strategy adaptive,target,threshold", "simulate --strategy adaptive,target --chart day.svg",
                "simulate --trace monday.csv --model jvm --set targets.cpu=70% --set max=12",
                "simulate --model web,jvm,light --cores 16 --strategy adaptive,target",
                "simulate --stdio --strategy adaptive"}));
  commands_.push_back({app, [this] { return simulate_; }});
}

void CommandLine::AddCompletion() {
  auto* app = Add(app_, "completion", "A script that completes commands, flags and names of services in a shell");
  app->add_option("SHELL", completion_.shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  app->footer(
      Examples({"completion bash > ~/.local/share/bash-completion/completions/docktor",
                "completion zsh > ~/.zfunc/_docktor", "completion fish > ~/.config/fish/completions/docktor.fish"}));
  commands_.push_back({app, [this] { return completion_; }});
}

void CommandLine::AddVersion() {
  auto* app = Add(app_, "version", "The version of this program, and of the Docker engine");
  AddEngine(*app, version_.engine);
  app->footer(Examples({"version", "version --json"}));
  commands_.push_back({app, [this] { return version_; }});
}

}  // namespace docktor::cli
