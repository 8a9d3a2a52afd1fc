#include "app/cli/suggestion.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace saysee::cli {

namespace {

std::vector<const CLI::App*> subcommands(const CLI::App& app)
{
    return app.get_subcommands([](const CLI::App*) { return true; });
}

const CLI::App* subcommand(const CLI::App& app, const std::string& name)
{
    const auto all = subcommands(app);
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto* one) { return one->get_name() == name; });
    return found == all.end() ? nullptr : *found;
}

std::vector<std::string> knownWords(const CLI::App& app)
{
    std::vector<std::string> words;
    for (const CLI::App* command : subcommands(app))
        words.push_back(command->get_name());
    for (const CLI::Option* option : app.get_options())
        for (const std::string& name : option->get_lnames())
            words.push_back("--" + name);
    return words;
}

}  // namespace

std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> beforeLast, last, row(b.size() + 1);  // of the table of prefixes of a and b
    std::iota(row.begin(), row.end(), std::size_t(0));
    for (std::size_t i = 1; i <= a.size(); ++i) {
        beforeLast = std::exchange(last, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({substitution, last[j] + 1, row[j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], beforeLast[j - 2] + 1);
        }
    }
    return row[b.size()];
}

std::optional<Typo> findTypo(const CLI::App& app, std::span<const std::string> arguments)
{
    const CLI::App* scope = &app;
    std::vector<std::string> words = knownWords(app);
    for (const std::string& argument : arguments) {
        const std::string word = argument.substr(0, argument.find('='));
        if (const CLI::App* command = subcommand(*scope, word)) {
            scope = command;
            const auto more = knownWords(*command);
            words.insert(words.end(), more.begin(), more.end());
            continue;
        }
        if (word.size() < 2 || std::find(words.begin(), words.end(), word) != words.end())
            continue;
        const auto nearest = std::min_element(words.begin(), words.end(), [&](const auto& a, const auto& b) {
            return editDistance(word, a) < editDistance(word, b);
        });
        if (nearest != words.end() && editDistance(word, *nearest) <= std::max<std::size_t>(1, word.size() / 3))
            return Typo {word, *nearest};
    }
    return std::nullopt;
}

}  // namespace saysee::cli
