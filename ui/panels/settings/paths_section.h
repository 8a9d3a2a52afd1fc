// Where the library, models, caches and settings lie, to copy or to open.
#pragma once

#include "ui/panels/panel.h"

class QFormLayout;

namespace saysee::ui {

class PathsSection : public QWidget {
    Q_OBJECT

public:
    explicit PathsSection(PanelContext& context);

private:
    void addPath(QFormLayout* form, const QString& name, const std::filesystem::path& path);

    PanelContext& m_context;
};

}  // namespace saysee::ui
