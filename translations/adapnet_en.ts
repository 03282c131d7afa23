<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ModelFacts</name>
    <message numerus="yes">
        <source>%n number(s) a picture</source>
        <translation>
            <numerusform>%n number a picture</numerusform>
            <numerusform>%n numbers a picture</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>adapnet::ui::GalleryPanel</name>
    <message numerus="yes">
        <source>%n positive picture(s)</source>
        <translation>
            <numerusform>%n positive picture</numerusform>
            <numerusform>%n positive pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>adapnet::ui::ImportDialog</name>
    <message numerus="yes">
        <source>%1: all %n tensor(s) are there.</source>
        <translation>
            <numerusform>%1: the %n tensor is there.</numerusform>
            <numerusform>%1: all %n tensors are there.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>adapnet::ui::MainWindow</name>
    <message numerus="yes">
        <source>Stopped. %n picture(s) of this step are finished; opening the folder again goes on from there.</source>
        <translation>
            <numerusform>Stopped. %n picture of this step is finished; opening the folder again goes on from there.</numerusform>
            <numerusform>Stopped. %n pictures of this step are finished; opening the folder again goes on from there.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>adapnet::ui::WorkPage</name>
    <message numerus="yes">
        <source>Ground truth: %n query(s)</source>
        <translation>
            <numerusform>Ground truth: %n query</numerusform>
            <numerusform>Ground truth: %n queries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n number(s) a picture</source>
        <translation>
            <numerusform>%n number a picture</numerusform>
            <numerusform>%n numbers a picture</numerusform>
        </translation>
    </message>
</context>
</TS>
