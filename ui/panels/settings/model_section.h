// Which pack of models is used, and on which processor.
#pragma once

#include "ui/panels/panel.h"
#include "ui/settings/preferences.h"

class QComboBox;
class QLabel;

namespace saysee::ui {

class ModelSection : public QWidget {
    Q_OBJECT

public:
    explicit ModelSection(PanelContext& context);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void listPacks();
    void choosePack();
    void readUse();

    PanelContext& m_context;
    Preferences m_preferences;
    QComboBox* m_pack;
    QComboBox* m_device;
    QLabel* m_inUse;
    QLabel* m_later;
};

}  // namespace saysee::ui
