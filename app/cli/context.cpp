#include "app/cli/context.h"

#include "app/cli/progress_line.h"
#include "core/base/files.h"
#include "core/base/paths.h"

#include <memory>
#include <ostream>

namespace saysee::cli {

base::TaskContext Context::task() const
{
    base::TaskContext task {stop, {}};
    if (!common.quiet && !common.json) {
        const auto line = std::make_shared<ProgressLine>(streams.err, streams.errIsTerminal);
        task.report = [line](const base::Progress& progress) { line->show(progress); };
    }
    return task;
}

std::filesystem::path Context::libraryDirectory() const
{
    return common.library.empty() ? base::defaultLibrary() : std::filesystem::path(common.library);
}

base::Result<model::EngineSpec> Context::engineSpec() const
{
    model::EngineSpec spec;
    const bool replaced = !common.recogniser.empty() || !common.imageText.empty();
    auto found = pack();
    if (found)
        spec.pack = found->folder;
    else if (!common.pack.empty() || !replaced)
        return tl::unexpected(std::move(found).error());
    spec.recogniser = common.recogniser;
    spec.imageText = common.imageText;
    spec.head = common.head;
    spec.device = common.device;
    spec.threads = common.threads;
    return spec;
}

base::Result<model::Pack> Context::pack(const std::string& nameOrFolder) const
{
    const std::string& wanted = nameOrFolder.empty() ? common.pack : nameOrFolder;
    auto found = model::findPack(wanted.empty() ? model::chosenPack() : wanted);
    if (!found && found.error().code == base::ErrorCode::Corrupt)  // of a model, damaged is as good as missing
        return base::fail(base::ErrorCode::ModelMissing, found.error().message, found.error().detail);
    return found;
}

void Context::printJson(nlohmann::json fields) const
{
    fields["schema"] = 1;
    streams.out << base::jsonText(fields, 2) << '\n';
}

void Context::say(nlohmann::json fields, const std::string& sentence) const
{
    if (common.json)
        printJson(std::move(fields));
    else
        streams.out << sentence << '\n';
}

int exitCode(base::ErrorCode code)
{
    switch (code) {
    case base::ErrorCode::InvalidArgument:
        return kUsage;
    case base::ErrorCode::ModelMissing:
        return kModelMissing;
    case base::ErrorCode::AudioUnusable:
        return kAudioUnusable;
    case base::ErrorCode::Cancelled:
        return kStopped;
    default:
        return kFailure;
    }
}

}  // namespace saysee::cli
