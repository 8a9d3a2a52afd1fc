// The library as search asks for it: filters to ids, words to photos, ids to paths.
#pragma once

#include "core/library/library.h"
#include "core/search/catalog.h"

namespace saysee::session {

// Threading and lifetime: as the library, which must outlive it. Of a stack, the photo that is shown for the others
// stands for those that fulfil the same conditions.
class LibraryCatalog : public search::PhotoCatalog {
public:
    explicit LibraryCatalog(library::Library& library) : m_library(library) { }

    base::Result<search::Admission> admission(const search::PhotoFilter& filter) override;
    base::Result<std::vector<search::TextMatch>> matching(std::string_view text, std::size_t limit) override;
    base::Result<std::vector<search::PhotoFacts>> describe(std::span<const base::PhotoId> photos) override;
    base::Result<search::Coverage> coverage(const base::SpaceId& space) override;

private:
    base::Result<index::IdFilter> chosen(const search::PhotoFilter& filter);

    library::Library& m_library;
};

}  // namespace saysee::session
