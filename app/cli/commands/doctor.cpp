// saysee doctor: what is installed and found, for oneself and for a report of a problem.
#include "app/cli/commands/commands.h"
#include "core/audio/decode.h"
#include "core/audio/microphone.h"
#include "core/base/files.h"
#include "core/base/paths.h"
#include "core/model/pack.h"
#include "core/session/engine_api.h"
#include "core/session/engine_library.h"

#include <CLI/CLI.hpp>
#include <fstream>
#include <ostream>
#include <set>
#include <thread>

namespace saysee::cli {

namespace {

using nlohmann::json;

// The shared libraries in this process whose names say that they do linear algebra or threads: two of a kind is the
// likeliest packaging fault.
std::vector<std::string> loadedLibraries()
{
    std::set<std::string> found;
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) {
        const auto slash = line.rfind('/');
        if (slash == std::string::npos)
            continue;
        const std::string name = line.substr(slash + 1);
        for (const char* part :
             {"libgomp", "libomp", "libiomp", "blas", "mkl", "libtorch_cpu", "libc10", "libcudart"})
            if (name.find(part) != std::string::npos)
                found.insert(line.substr(line.find('/')));
    }
    return {found.begin(), found.end()};
}

json describeModel()
{
    const auto api = session::engineApi();
    if (!api)
        return {{"error", api.error().message}};
    json values = json::object();
    for (const auto& [name, value] : (*api)->describe())
        values[name] = value;
    return values;
}

json describeMicrophones()
{
    audio::Microphone microphone;
    const auto devices = microphone.devices();
    if (!devices)
        return {{"error", devices.error().message}};
    json list = json::array();
    for (const auto& device : *devices) {
        list.push_back({{"name", device.name.name},
                        {"host_api", device.name.hostApi},
                        {"channels", device.channels},
                        {"rate", device.nativeRate},
                        {"default", device.isDefault}});
    }
    return list;
}

json describePacks()
{
    json list = json::array();
    for (const auto& pack : model::listPacks()) {
        json entry = {{"name", pack.name}, {"folder", pack.folder.string()}};
        const auto checked = model::checkPack(pack);
        entry["state"] = checked ? "complete" : checked.error().message;
        list.push_back(std::move(entry));
    }
    return list;
}

// The pack that searches use.
json describeChosenPack(const Context& context)
{
    const auto pack = context.pack();
    if (!pack)
        return {{"error", pack.error().message}};
    json entry = {{"name", pack->name}, {"folder", pack->folder.string()}};
    if (const auto checked = model::checkPack(*pack); !checked)
        entry["error"] = checked.error().message;
    return entry;
}

json examine(const Context& context)
{
    return {{"version", SAYSEE_VERSION},
            {"cores", std::thread::hardware_concurrency()},
            {"model", describeModel()},
            {"libraries", loadedLibraries()},
            {"packs", describePacks()},
            {"pack", describeChosenPack(context)},
            {"microphones", describeMicrophones()},
            {"audio_formats", audio::supportedExtensions()},
            {"paths",
             {{"library", context.libraryDirectory().string()},
              {"data", base::dataDirectory().string()},
              {"cache", base::cacheDirectory().string()},
              {"state", base::stateDirectory().string()}}}};
}

// "name: value" lines; lists and objects are indented below their name.
void printValue(const json& value, const std::string& name, int depth, std::ostream& out)
{
    const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
    if (value.is_object() || value.is_array()) {
        out << indent << name << ":" << (value.empty() ? " none" : "") << '\n';
        for (const auto& item : value.items())
            printValue(item.value(), value.is_array() ? "-" : item.key(), depth + 1, out);
        return;
    }
    out << indent << name << (name == "-" ? " " : ": ")
        << (value.is_string() ? value.get<std::string>() : base::jsonText(value)) << '\n';
}

CommandResult doctor(const Context& context)
{
    const json findings = examine(context);
    if (context.common.json) {
        context.printJson(findings);
    } else {
        for (const auto& item : findings.items())
            printValue(item.value(), item.key(), 0, context.streams.out);
    }
    return findings["model"].contains("error") || findings["pack"].contains("error") ? kModelMissing : kOk;
}

}  // namespace

void addDoctor(CLI::App& app, Context& context, const Choose& choose)
{
    app.add_subcommand("doctor", "What is installed, which devices, which models")->callback([=, &context] {
        choose([&context] { return doctor(context); });
    });
}

}  // namespace saysee::cli
