// saysee search: photos for words, speech, pictures, or a mix of them.
#include "app/cli/commands/commands.h"
#include "app/cli/inputs.h"
#include "app/cli/json_values.h"
#include "core/session/workspace.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <ostream>

namespace saysee::cli {

namespace {

struct SearchArguments {
    std::vector<std::string> texts;
    std::vector<std::string> clips;
    std::vector<std::string> images;
    std::vector<std::string> minus;
    bool microphone = false;
    double balance = 0.5;
    int count = 20;
    std::string after;
    std::string before;
    std::vector<std::string> folders;
    std::vector<std::string> keywords;
    int rating = 0;
    bool contentOnly = false;
    bool all = false;
};

base::Result<search::PhotoFilter> readFilter(const SearchArguments& arguments)
{
    search::PhotoFilter filter;
    if (!arguments.after.empty()) {
        SAYSEE_ASSIGN(const auto range, search::parseDate(arguments.after));
        filter.takenFrom = range.begin;
    }
    if (!arguments.before.empty()) {
        SAYSEE_ASSIGN(const auto range, search::parseDate(arguments.before));
        filter.takenBefore = range.begin;
    }
    for (const auto& folder : arguments.folders) {
        std::error_code error;
        const auto path = std::filesystem::canonical(folder, error);
        if (error)
            return base::fail(base::ErrorCode::InvalidArgument, "--in: there is no folder " + folder + ".");
        filter.folders.push_back(path);
    }
    filter.keywords = arguments.keywords;
    if (arguments.rating > 0)
        filter.lowestRating = arguments.rating;
    return filter;
}

base::Result<session::QueryInput> readQuery(const SearchArguments& arguments, const Context& context)
{
    session::QueryInput input;
    for (const auto& text : arguments.texts)
        input.texts.push_back({text, 1});
    for (const auto& text : arguments.minus)
        input.texts.push_back({text, -1});
    for (const auto& file : arguments.clips) {
        SAYSEE_ASSIGN(auto clip, readClip(file, context));
        input.clips.push_back({std::move(clip), 1});
    }
    if (arguments.microphone) {
        SAYSEE_ASSIGN(auto clip, recordClip(context));
        input.clips.push_back({std::move(clip), 1});
    }
    for (const auto& file : arguments.images) {
        SAYSEE_ASSIGN(auto picture, readPicture(file, context));
        input.pictures.push_back({std::move(picture), std::filesystem::path(file).filename().string(), 1});
    }
    if (input.texts.size() == arguments.minus.size() && input.clips.empty() && input.pictures.empty())
        return base::fail(base::ErrorCode::InvalidArgument,
                          "Nothing to search for: give --text, --audio, --mic or --image.");
    SAYSEE_ASSIGN(input.filter, readFilter(arguments));
    input.balance = arguments.balance;
    input.count = static_cast<std::size_t>(arguments.count);
    if (arguments.contentOnly)
        input.writtenWords = search::WrittenWords::Ignore;
    input.transcribe.seed = context.common.seed;
    return input;
}

void printBand(const search::SearchAnswer& answer, search::Band band, const char* heading, std::ostream& out)
{
    bool first = true;
    for (const auto& hit : answer.hits) {
        if (hit.band != band)
            continue;
        if (first)
            out << heading << '\n';
        first = false;
        out << "  " << hit.rank << ". " << hit.path.string() << '\n';
        out << "     " << search::explanation(hit) << '\n';
    }
}

void printAnswer(const session::QueryAnswer& result, const SearchArguments& arguments, std::ostream& out)
{
    for (const auto& spoken : result.spoken) {
        if (spoken.words)
            out << "Heard: \"" << spoken.transcript.text() << "\"\n";
        else
            out << "Heard no words; searching by sound alone.\n";
    }
    const auto& answer = result.answer;
    out << search::summary(answer) << '\n';
    printBand(answer, search::Band::Best, "Best", out);
    printBand(answer, search::Band::Maybe, "Maybe", out);
    if (arguments.all || answer.nothingMatches())
        printBand(answer, search::Band::Rest, answer.nothingMatches() ? "Nearest guesses" : "Rest", out);
    else if (answer.rest > 0)
        out << "  (" << answer.rest << " weak matches folded away; --all shows them)\n";
}

CommandResult runSearch(const SearchArguments& arguments, const Context& context)
{
    SAYSEE_ASSIGN(const auto input, readQuery(arguments, context));
    SAYSEE_ASSIGN(const auto spec, context.engineSpec());
    SAYSEE_ASSIGN(const auto workspace,
                  session::Workspace::open({context.libraryDirectory(), {}, spec, library::Library::Mode::ReadOnly}));
    SAYSEE_ASSIGN(const auto result, workspace->search(input, context.task()));
    if (!context.common.json) {
        printAnswer(result, arguments, context.streams.out);
        return kOk;
    }
    auto document = search::toJson(result.answer);
    document["timings_ms"] = toJson(result.timings);
    document["queries"] = nlohmann::json::array();
    for (const auto& spoken : result.spoken)
        document["queries"].push_back(
            {{"transcript", toJson(spoken.transcript)}, {"sound_weight", spoken.soundWeight}});
    context.printJson(std::move(document));
    return kOk;
}

}  // namespace

void addSearch(CLI::App& app, Context& context, const Choose& choose)
{
    auto* command = app.add_subcommand("search", "Find photos by words, speech or pictures");
    command->footer(R"(Examples:
  saysee search --text "a dog in the snow"
  saysee search --audio query.wav --minus dog --after 2023
  saysee search --mic --in ~/Pictures/holidays)");
    const auto arguments = std::make_shared<SearchArguments>();
    command->add_option("--text", arguments->texts, "What the photo shows; may be repeated")
        ->type_name("T")
        ->take_all();
    command->add_option("--audio", arguments->clips, "A spoken clip; - reads standard input")
        ->type_name("FILE")
        ->take_all();
    command->add_flag("--mic", arguments->microphone, "Record from the microphone until Enter, or for half a minute");
    command->add_option("--image", arguments->images, "A picture that the photo should look like")
        ->type_name("FILE")
        ->take_all();
    command->add_option("--minus", arguments->minus, "What the photo should not show")->type_name("T")->take_all();
    command->add_option("--balance", arguments->balance, "For speech: 0 words alone, 1 sound alone")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command->add_option("-k,--count", arguments->count, "Hits at most")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    command->add_option("--after", arguments->after, "Taken on this day or later: 2023, 2023-06 or 2023-06-15")
        ->type_name("DATE");
    command->add_option("--before", arguments->before, "Taken before this day")->type_name("DATE");
    command->add_option("--in", arguments->folders, "Only below this folder; may be repeated")
        ->type_name("DIR")
        ->take_all();
    command->add_option("--keyword", arguments->keywords, "Only photos with this keyword; may be repeated")
        ->type_name("K")
        ->take_all();
    command->add_option("--rating", arguments->rating, "Only photos with at least so many stars")
        ->check(CLI::Range(1, 5));
    command->add_flag("--content-only", arguments->contentOnly, "Ignore names, titles, keywords, places and people");
    command->add_flag("--all", arguments->all, "Show weak matches too");
    command->callback([=, &context] { choose([=, &context] { return runSearch(*arguments, context); }); });
}

}  // namespace saysee::cli
