// saysee embed: the vectors of texts, clips and pictures.
#include "app/cli/commands/commands.h"
#include "app/cli/inputs.h"
#include "app/cli/json_values.h"
#include "core/session/engine_library.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

namespace saysee::cli {

namespace {

using nlohmann::json;

struct EmbedArguments {
    std::vector<std::string> texts;
    std::vector<std::string> clips;
    std::vector<std::string> images;
};

json labelled(const char* kind, const std::string& input, json vector)
{
    vector["kind"] = kind;
    vector["input"] = input;
    return vector;
}

base::Result<json> embedAll(const EmbedArguments& arguments, model::Engine& engine, const Context& context)
{
    json items = json::array();
    for (const auto& text : arguments.texts) {
        SAYSEE_ASSIGN(const auto query, engine.embedText(text));
        items.push_back(labelled("text", text, toJson(query)));
    }
    for (const auto& file : arguments.clips) {
        SAYSEE_ASSIGN(const auto clip, readClip(file, context));
        SAYSEE_ASSIGN(const auto query, engine.embedSpeech(clip, model::queryTranscription(), context.task()));
        items.push_back(labelled("audio", file, toJson(query)));
    }
    for (const auto& file : arguments.images) {
        SAYSEE_ASSIGN(const auto picture, readPicture(file, context));
        SAYSEE_ASSIGN(const auto pixels, image::preprocess(picture, engine.info().preprocess));
        SAYSEE_ASSIGN(const auto vectors, engine.embedImages({&pixels, 1}));
        items.push_back(labelled("image", file, toJson(vectors.front())));
    }
    return items;
}

CommandResult embed(const EmbedArguments& arguments, const Context& context)
{
    if (arguments.texts.empty() && arguments.clips.empty() && arguments.images.empty())
        return base::fail(base::ErrorCode::InvalidArgument, "Give at least one of --text, --audio and --image.");
    SAYSEE_ASSIGN(const auto spec, context.engineSpec());
    SAYSEE_ASSIGN(const auto engine, session::loadEngine(spec, context.task()));
    SAYSEE_ASSIGN(json items, embedAll(arguments, *engine, context));
    if (context.common.json) {
        context.printJson({{"image_space", engine->info().imageSpace.value},
                           {"query_space", engine->info().querySpace.value},
                           {"device", engine->info().device},
                           {"items", std::move(items)}});
        return kOk;
    }
    for (const auto& item : items) {
        context.streams.out << item["kind"].get<std::string>() << '\t' << item["input"].get<std::string>() << '\t'
                            << item["space"].get<std::string>();
        for (const float value : item["vector"])
            context.streams.out << '\t' << value;
        context.streams.out << '\n';
    }
    return kOk;
}

}  // namespace

void addEmbed(CLI::App& app, Context& context, const Choose& choose)
{
    auto* command = app.add_subcommand("embed", "Print the vectors of texts, clips and pictures");
    const auto arguments = std::make_shared<EmbedArguments>();
    command->add_option("--text", arguments->texts, "A text; may be repeated")->type_name("T")->take_all();
    command->add_option("--audio", arguments->clips, "An audio file; may be repeated")->type_name("FILE")->take_all();
    command->add_option("--image", arguments->images, "A picture; may be repeated")->type_name("FILE")->take_all();
    command->callback([=, &context] { choose([=, &context] { return embed(*arguments, context); }); });
}

}  // namespace saysee::cli
