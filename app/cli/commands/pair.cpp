// saysee pair: photos and what was said about them.
#include "app/cli/commands/commands.h"
#include "core/audio/decode.h"
#include "core/library/exchange.h"
#include "core/library/pair_names.h"
#include "core/session/labelling.h"
#include "core/session/pair_check.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

namespace saysee::cli {

namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using library::Library;
using library::Pair;
using library::PairVerdict;
using nlohmann::json;

struct PairArguments {
    std::string image;
    std::string audio;
    std::string text;
    std::string speaker;
    std::string language;
    std::string format;
    std::string path;
    std::string verdict;
    std::vector<std::int64_t> numbers;
    bool withoutModel = false;
    bool withoutMedia = false;
};

base::Result<base::PhotoId> photoAt(Library& library, const std::string& image)
{
    SAYSEE_ASSIGN(const auto photo, library.photos().at(image));
    if (!photo)
        return base::fail(ErrorCode::NotFound,
                          fs::absolute(image).lexically_normal().string()
                              + " is not in the library; add its folder with 'saysee index add'.");
    return *photo;
}

json toJson(const Pair& pair)
{
    json made = {{"id", pair.id.value},
                 {"photo", pair.photo ? json(pair.photo->value) : json()},
                 {"photo_path", pair.photoPath},
                 {"recording", pair.recording ? json(pair.recording->file.string()) : json()},
                 {"seconds", pair.recording ? pair.recording->seconds : 0.0},
                 {"heard", pair.heard},
                 {"corrected", pair.corrected ? json(*pair.corrected) : json()},
                 {"language", pair.language},
                 {"speaker", pair.speaker},
                 {"verdict", library::nameOf(pair.verdict)},
                 {"split", pair.split},
                 {"lead_seconds", pair.leadSeconds},
                 {"origin", library::nameOf(pair.origin)},
                 {"created_at", pair.createdAt}};
    return made;
}

// Fills in what the model hears in the file; a clip without speech is refused.
base::Result<std::size_t> hear(session::Workspace& workspace, Pair& pair, const fs::path& file,
                               const Context& context)
{
    SAYSEE_ASSIGN(const auto clip, audio::decodeFile(file));
    SAYSEE_ASSIGN(const auto heard, session::hearPair(workspace, clip, *pair.photo, context.task()));
    if (!heard.quality.usable())
        return base::fail(ErrorCode::AudioUnusable, audio::describe(heard.quality));
    pair.heard = heard.text;
    if (pair.language.empty())
        pair.language = heard.language;
    return heard.rank;
}

CommandResult add(const PairArguments& arguments, const Context& context)
{
    if (arguments.audio.empty() && arguments.text.empty())
        return base::fail(ErrorCode::InvalidArgument, "A pair needs --audio, --text or both.");
    SAYSEE_ASSIGN(const auto spec, context.engineSpec());
    SAYSEE_ASSIGN(const auto workspace,
                  session::Workspace::open({context.libraryDirectory(), {}, spec, Library::Mode::ReadWrite}));
    Library& library = workspace->library();
    Pair pair;
    SAYSEE_ASSIGN(pair.photo, photoAt(library, arguments.image));
    std::size_t rank = 0;
    pair.speaker = arguments.speaker;
    pair.language = arguments.language;
    if (!arguments.audio.empty() && !arguments.withoutModel) {
        SAYSEE_ASSIGN(rank, hear(*workspace, pair, arguments.audio, context));
        session::setRank(pair, rank);
    }
    if (!arguments.audio.empty()) {  // only now: what is refused leaves nothing in the library
        SAYSEE_ASSIGN(pair.recording, library.pairs().addRecording(arguments.audio));
    }
    if (!arguments.text.empty())
        pair.corrected = arguments.text;
    pair.verdict = PairVerdict::Accepted;
    SAYSEE_ASSIGN(const base::PairId id, library.pairs().add(pair));
    if (context.common.json) {
        context.printJson({{"id", id.value}, {"heard", pair.heard}, {"rank", rank}});
        return kOk;
    }
    context.streams.out << "Pair " << id.value << " added.";
    if (!pair.heard.empty())
        context.streams.out << " Heard: \"" << pair.heard << "\".";
    if (rank > 0)
        context.streams.out << " Its photo comes " << rank << ". among all.";
    context.streams.out << '\n';
    return kOk;
}

CommandResult list(const Context& context)
{
    SAYSEE_ASSIGN(const auto library, Library::open(context.libraryDirectory(), Library::Mode::ReadOnly));
    SAYSEE_ASSIGN(const auto pairs, library->pairs().list());
    SAYSEE_ASSIGN(const auto counts, library->pairs().counts());
    if (context.common.json) {
        json entries = json::array();
        for (const Pair& pair : pairs)
            entries.push_back(toJson(pair));
        context.printJson({{"pairs", std::move(entries)}, {"accepted", counts.accepted}, {"today", counts.today}});
        return kOk;
    }
    for (const Pair& pair : pairs)
        context.streams.out << pair.id.value << "  " << library::nameOf(pair.verdict) << "  " << pair.photoPath
                            << "  " << (pair.recording ? "spoken" : "written") << "  " << pair.text() << '\n';
    context.streams.out << counts.all << " pairs of " << counts.photos << " photos, " << counts.accepted
                        << " accepted, " << counts.today << " made today\n";
    return kOk;
}

CommandResult check(const Context& context)
{
    SAYSEE_ASSIGN(const auto library, Library::open(context.libraryDirectory(), Library::Mode::ReadOnly));
    SAYSEE_ASSIGN(const auto problems, session::checkPairs(*library, context.task()));
    if (context.common.json) {
        context.printJson({{"problems", problems}});
    } else {
        for (const auto& problem : problems)
            context.streams.out << problem << '\n';
        if (problems.empty())
            context.streams.out << "Every pair is in order.\n";
    }
    return problems.empty() ? kOk : kSomeFilesFailed;
}

// Asked for before anything is changed: a wrong number changes nothing.
base::Result<std::vector<Pair>> pairsOf(Library& library, const std::vector<std::int64_t>& numbers)
{
    std::vector<Pair> pairs;
    for (const std::int64_t number : numbers) {
        SAYSEE_ASSIGN(Pair pair, library.pairs().get({number}));
        pairs.push_back(std::move(pair));
    }
    return pairs;
}

std::string countOf(std::size_t pairs) { return pairs == 1 ? "1 pair is" : std::to_string(pairs) + " pairs are"; }

CommandResult setVerdict(const PairArguments& arguments, const Context& context)
{
    SAYSEE_ASSIGN(const auto library, Library::open(context.libraryDirectory(), Library::Mode::ReadWrite));
    const auto verdict = library::verdictCalled(arguments.verdict).value_or(PairVerdict::Unchecked);
    std::vector<base::PairId> chosen;
    for (const std::int64_t number : arguments.numbers)
        chosen.push_back({number});
    SAYSEE_ASSIGN(const auto marked, library->pairs().mark(chosen, verdict));
    std::vector<std::int64_t> numbers;
    for (const base::PairId pair : marked)
        numbers.push_back(pair.value);
    context.say({{"pairs", numbers}, {"verdict", arguments.verdict}},
                countOf(numbers.size()) + " now " + arguments.verdict + ".");
    return kOk;
}

CommandResult remove(const PairArguments& arguments, const Context& context)
{
    SAYSEE_ASSIGN(const auto library, Library::open(context.libraryDirectory(), Library::Mode::ReadWrite));
    SAYSEE_ASSIGN(const auto unwanted, pairsOf(*library, arguments.numbers));
    for (const Pair& pair : unwanted)
        SAYSEE_TRY(library->pairs().remove(pair.id));
    context.say({{"removed", arguments.numbers}}, countOf(arguments.numbers.size()) + " removed.");
    return kOk;
}

CommandResult report(const library::ExchangeReport& done, const char* verb, const Context& context)
{
    if (context.common.json) {
        context.printJson({{"pairs", done.pairs},
                           {"known", done.known},
                           {"without_photo", done.withoutPhoto},
                           {"without_recording", done.withoutRecording},
                           {"problems", done.problems},
                           {"notes", done.notes}});
    } else {
        context.streams.out << done.pairs << " pairs " << verb << ", " << done.known << " known already, "
                            << done.withoutPhoto << " without a photo in this library, " << done.withoutRecording
                            << " without a recording\n";
        for (const auto& problem : done.problems)
            context.streams.out << "Left out: " << problem << '\n';
        for (const auto& note : done.notes)
            context.streams.out << note << '\n';
    }
    return done.problems.empty() && done.notes.empty() ? kOk : kSomeFilesFailed;
}

CommandResult importFrom(const PairArguments& arguments, const Context& context)
{
    SAYSEE_ASSIGN(const auto library, Library::open(context.libraryDirectory(), Library::Mode::ReadWrite));
    SAYSEE_ASSIGN(const auto done, library::importPairs(*library, arguments.format, arguments.path, context.task()));
    return report(done, "imported", context);
}

CommandResult exportTo(const PairArguments& arguments, const Context& context)
{
    SAYSEE_ASSIGN(const auto library, Library::open(context.libraryDirectory(), Library::Mode::ReadOnly));
    const auto media = arguments.withoutMedia ? library::Media::Leave : library::Media::Copy;
    SAYSEE_ASSIGN(const auto done,
                  library::exportPairs(*library, arguments.format, arguments.path, media, {}, context.task()));
    return report(done, "exported", context);
}

std::string formatNames()
{
    std::string names;
    for (const auto& format : library::pairFormats())
        names += (names.empty() ? "" : ", ") + std::string(format.name);
    return names;
}

void addAdd(CLI::App& command, Context& context, const Choose& choose,
            const std::shared_ptr<PairArguments>& arguments)
{
    auto* make = command.add_subcommand("add", "A pair of a photo of the library and a recording, a text, or both");
    make->add_option("--image", arguments->image, "Photo")->required()->type_name("FILE");
    make->add_option("--audio", arguments->audio, "Recording; it is copied into the library")->type_name("FILE");
    make->add_option("--text", arguments->text, "What is said, as you would write it")->type_name("T");
    make->add_option("--speaker", arguments->speaker, "Who speaks; keeps a speaker on one side of a split")
        ->type_name("NAME");
    make->add_option("--language", arguments->language, "ISO 639-1, such as en")->type_name("CODE");
    make->add_flag("--no-model", arguments->withoutModel, "Do not listen to the recording");
    make->callback([=, &context] { choose([=, &context] { return add(*arguments, context); }); });
}

void addExchange(CLI::App& command, Context& context, const Choose& choose,
                 const std::shared_ptr<PairArguments>& arguments)
{
    auto* in = command.add_subcommand("import", "Read pairs from a file or folder of another program");
    in->add_option("FORMAT", arguments->format, formatNames())->type_name("")->required();
    in->add_option("PATH", arguments->path, "The format's file, or the folder that holds it")
        ->type_name("")
        ->required();
    in->callback([=, &context] { choose([=, &context] { return importFrom(*arguments, context); }); });
    auto* out = command.add_subcommand("export", "Write all pairs into an empty folder");
    out->add_option("FORMAT", arguments->format, formatNames())->type_name("")->required();
    out->add_option("PATH", arguments->path, "Folder; absent or empty")->required();
    out->add_flag("--no-media", arguments->withoutMedia, "Leave photos and recordings where they are");
    out->callback([=, &context] { choose([=, &context] { return exportTo(*arguments, context); }); });
}

}  // namespace

void addPair(CLI::App& app, Context& context, const Choose& choose)
{
    auto* command = app.add_subcommand("pair", "Photos and what was said about them");
    command->footer(R"(Examples:
  saysee pair add --image lake.jpg --audio lake.wav --text "our boat on the lake"
  saysee pair import flickr8k ~/flickr_audio
  saysee pair export jsonl ~/pairs)");
    command->require_subcommand(1);
    command->fallthrough();
    const auto arguments = std::make_shared<PairArguments>();
    addAdd(*command, context, choose, arguments);
    command->add_subcommand("list", "All pairs")->callback([=, &context] {
        choose([&context] { return list(context); });
    });
    command->add_subcommand("check", "Pairs that a tune could not use, and why")->callback([=, &context] {
        choose([&context] { return check(context); });
    });
    auto* verdict = command->add_subcommand("mark", "Accept or reject pairs; without numbers all unchecked ones");
    verdict->add_option("VERDICT", arguments->verdict, "What they are from now on")
        ->type_name("")
        ->required()
        ->check(
            CLI::IsMember(std::vector<std::string>(library::kVerdictNames.begin(), library::kVerdictNames.end())));
    verdict->add_option("PAIR", arguments->numbers, "Numbers of pairs")->type_name("");
    verdict->callback([=, &context] { choose([=, &context] { return setVerdict(*arguments, context); }); });
    auto* gone = command->add_subcommand("remove", "Remove pairs with their recordings");
    gone->add_option("PAIR", arguments->numbers, "Numbers of pairs")->type_name("")->required();
    gone->callback([=, &context] { choose([=, &context] { return remove(*arguments, context); }); });
    addExchange(*command, context, choose, arguments);
}

}  // namespace saysee::cli
