<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>KindNames</name>
    <message>
        <source>Gaussian noise</source>
        <translation>Gauß-Rauschen</translation>
    </message>
    <message>
        <source>shot noise</source>
        <translation>Schrotrauschen</translation>
    </message>
    <message>
        <source>blur</source>
        <translation>Unschärfe</translation>
    </message>
    <message>
        <source>motion blur</source>
        <translation>Bewegungsunschärfe</translation>
    </message>
    <message>
        <source>JPEG compression</source>
        <translation>JPEG-Kompression</translation>
    </message>
    <message>
        <source>low resolution</source>
        <translation>geringe Auflösung</translation>
    </message>
    <message>
        <source>low light</source>
        <translation>wenig Licht</translation>
    </message>
    <message>
        <source>low contrast</source>
        <translation>geringer Kontrast</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>unverändert</translation>
    </message>
</context>
<context>
    <name>Labels</name>
    <message>
        <source>positive</source>
        <translation>positiv</translation>
    </message>
    <message>
        <source>negative</source>
        <translation>negativ</translation>
    </message>
    <message>
        <source>junk</source>
        <translation>ignoriert</translation>
    </message>
    <message>
        <source>not judged</source>
        <translation>nicht bewertet</translation>
    </message>
</context>
<context>
    <name>ModelFacts</name>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>%1, %2 parameters</source>
        <translation>%1, %2 Parameter</translation>
    </message>
    <message>
        <source>Descriptor</source>
        <translation>Deskriptor</translation>
    </message>
    <message numerus="yes">
        <source>%n number(s) a picture</source>
        <translation>
            <numerusform>%n Zahl je Bild</numerusform>
            <numerusform>%n Zahlen je Bild</numerusform>
        </translation>
    </message>
    <message>
        <source>longer side at most %1 px, shrunk with a Lanczos filter</source>
        <translation>längere Seite höchstens %1 px, mit Lanczos-Filter verkleinert</translation>
    </message>
    <message>
        <source>longer side at most %1 px</source>
        <translation>längere Seite höchstens %1 px</translation>
    </message>
    <message>
        <source>relative sizes %1</source>
        <translation>relative Größen %1</translation>
    </message>
    <message>
        <source>channels blue, green, red</source>
        <translation>Kanäle Blau, Grün, Rot</translation>
    </message>
    <message>
        <source>channels red, green, blue</source>
        <translation>Kanäle Rot, Grün, Blau</translation>
    </message>
    <message>
        <source>mean %1, deviation %2</source>
        <translation>Mittelwert %1, Abweichung %2</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation>Wird geladen …</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <comment>precision, device</comment>
        <translation>%1 auf %2</translation>
    </message>
    <message>
        <source>half precision refused: least cosine to fp32 %1</source>
        <translation>halbe Genauigkeit abgelehnt: kleinster Kosinus zu fp32 %1</translation>
    </message>
    <message>
        <source>least cosine to fp32 %1</source>
        <translation>kleinster Kosinus zu fp32 %1</translation>
    </message>
    <message>
        <source>estimates the damage and can correct for it</source>
        <translation>schätzt die Beschädigung und kann sie ausgleichen</translation>
    </message>
    <message>
        <source>Imported from</source>
        <translation>Importiert aus</translation>
    </message>
    <message>
        <source>%1, as %2</source>
        <comment>file, kind of network</comment>
        <translation>%1, als %2</translation>
    </message>
    <message>
        <source>SHA-256 of that file</source>
        <translation>SHA-256 dieser Datei</translation>
    </message>
    <message>
        <source>computed in %1</source>
        <translation>gerechnet in %1</translation>
    </message>
    <message>
        <source>whitening learnt from %1 pairs, rank %2</source>
        <translation>Whitening aus %1 Paaren gelernt, Rang %2</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>%1, %2 photos</source>
        <comment>data set, count</comment>
        <translation>%1, %2 Fotos</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <comment>data set, licence</comment>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>Training pictures</source>
        <translation>Trainingsbilder</translation>
    </message>
    <message>
        <source>clean queries %1</source>
        <translation>saubere Anfragen %1</translation>
    </message>
    <message>
        <source>degraded queries %1</source>
        <translation>beschädigte Anfragen %1</translation>
    </message>
    <message>
        <source>same class %1</source>
        <translation>gleiche Klasse %1</translation>
    </message>
    <message>
        <source>mAP on the validation pictures</source>
        <translation>mAP auf den Validierungsbildern</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Text of the licence</source>
        <translation>Text der Lizenz</translation>
    </message>
    <message>
        <source>Weights (%1)</source>
        <translation>Gewichte (%1)</translation>
    </message>
    <message>
        <source>Weights (missing)</source>
        <translation>Gewichte (fehlen)</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
</context>
<context>
    <name>Names</name>
    <message>
        <source>Gaussian noise</source>
        <translation>Gauß-Rauschen</translation>
    </message>
    <message>
        <source>Salt and pepper</source>
        <translation>Salz und Pfeffer</translation>
    </message>
    <message>
        <source>Speckle</source>
        <translation>Speckle-Rauschen</translation>
    </message>
    <message>
        <source>Motion blur</source>
        <translation>Bewegungsunschärfe</translation>
    </message>
    <message>
        <source>Resolution loss</source>
        <translation>Auflösungsverlust</translation>
    </message>
    <message>
        <source>Shot noise</source>
        <translation>Schrotrauschen</translation>
    </message>
    <message>
        <source>Gaussian blur</source>
        <translation>Gauß-Unschärfe</translation>
    </message>
    <message>
        <source>JPEG compression</source>
        <translation>JPEG-Kompression</translation>
    </message>
    <message>
        <source>Low light</source>
        <translation>Wenig Licht</translation>
    </message>
    <message>
        <source>Low contrast</source>
        <translation>Geringer Kontrast</translation>
    </message>
    <message>
        <source>Sigma</source>
        <translation>Sigma</translation>
    </message>
    <message>
        <source>Radius (sigma)</source>
        <translation>Radius (Sigma)</translation>
    </message>
    <message>
        <source>Noise (sigma)</source>
        <translation>Rauschen (Sigma)</translation>
    </message>
    <message>
        <source>Share of pixels</source>
        <translation>Anteil der Pixel</translation>
    </message>
    <message>
        <source>Drawn for each</source>
        <translation>Gezogen für jeden</translation>
    </message>
    <message>
        <source>Distribution</source>
        <translation>Verteilung</translation>
    </message>
    <message>
        <source>Amplitude</source>
        <translation>Amplitude</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Richtung</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>Winkel</translation>
    </message>
    <message>
        <source>Exposure T</source>
        <translation>Belichtung T</translation>
    </message>
    <message>
        <source>Movement</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>Spread of a, b</source>
        <translation>Streuung von a, b</translation>
    </message>
    <message>
        <source>Movement a</source>
        <translation>Bewegung a</translation>
    </message>
    <message>
        <source>Movement b</source>
        <translation>Bewegung b</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Factor</source>
        <translation>Faktor</translation>
    </message>
    <message>
        <source>Reduction</source>
        <translation>Verkleinerung</translation>
    </message>
    <message>
        <source>Photons</source>
        <translation>Photonen</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>Verstärkung</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>Gamma</translation>
    </message>
    <message>
        <source>uniform</source>
        <translation>gleichverteilt</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normalverteilt</translation>
    </message>
    <message>
        <source>line</source>
        <translation>Linie</translation>
    </message>
    <message>
        <source>frequency domain</source>
        <translation>Frequenzraum</translation>
    </message>
    <message>
        <source>random</source>
        <translation>zufällig</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>fest</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>behalten</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>area average</source>
        <translation>Flächenmittel</translation>
    </message>
    <message>
        <source>Haar approximation</source>
        <translation>Haar-Näherung</translation>
    </message>
    <message>
        <source>2 times</source>
        <translation>2-fach</translation>
    </message>
    <message>
        <source>4 times</source>
        <translation>4-fach</translation>
    </message>
    <message>
        <source>pixel</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>colour value</source>
        <translation>Farbwert</translation>
    </message>
    <message>
        <source>denoising autoencoder</source>
        <translation>Entrausch-Autoencoder</translation>
    </message>
    <message>
        <source>super-resolution (SRCNN)</source>
        <translation>Superauflösung (SRCNN)</translation>
    </message>
    <message>
        <source>As in the study: Gaussian noise, sigma 0.1</source>
        <translation>Wie in der Studie: Gauß-Rauschen, Sigma 0,1</translation>
    </message>
    <message>
        <source>As in the study: salt and pepper, 10 %</source>
        <translation>Wie in der Studie: Salz und Pfeffer, 10 %</translation>
    </message>
    <message>
        <source>As in the study: speckle, U(-0.1, 0.1)</source>
        <translation>Wie in der Studie: Speckle, U(-0,1; 0,1)</translation>
    </message>
    <message>
        <source>As in the study: motion blur</source>
        <translation>Wie in der Studie: Bewegungsunschärfe</translation>
    </message>
    <message>
        <source>As in the study: half resolution</source>
        <translation>Wie in der Studie: halbe Auflösung</translation>
    </message>
    <message>
        <source>As in the study: quarter resolution</source>
        <translation>Wie in der Studie: viertel Auflösung</translation>
    </message>
    <message>
        <source>Rendering the demo pictures</source>
        <translation>Demobilder werden gezeichnet</translation>
    </message>
    <message>
        <source>Looking for pictures</source>
        <translation>Bilder werden gesucht</translation>
    </message>
    <message>
        <source>Recognising pictures</source>
        <translation>Bilder werden erkannt</translation>
    </message>
    <message>
        <source>Loading the networks</source>
        <translation>Netze werden geladen</translation>
    </message>
    <message>
        <source>Describing pictures</source>
        <translation>Merkmale werden berechnet</translation>
    </message>
    <message>
        <source>Building the search index</source>
        <translation>Suchindex wird aufgebaut</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>Suche läuft</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Nicht gefunden</translation>
    </message>
    <message>
        <source>This cannot be used</source>
        <translation>Das lässt sich nicht verwenden</translation>
    </message>
    <message>
        <source>Picture too large</source>
        <translation>Bild zu groß</translation>
    </message>
    <message>
        <source>Cannot read or write</source>
        <translation>Lesen oder Schreiben nicht möglich</translation>
    </message>
    <message>
        <source>Cannot read the picture</source>
        <translation>Bild nicht lesbar</translation>
    </message>
    <message>
        <source>Problem with the cache</source>
        <translation>Problem mit dem Zwischenspeicher</translation>
    </message>
    <message>
        <source>Problem with a network</source>
        <translation>Problem mit einem Netz</translation>
    </message>
    <message>
        <source>Problem with the index file</source>
        <translation>Problem mit der Indexdatei</translation>
    </message>
    <message>
        <source>Device not available</source>
        <translation>Gerät nicht verfügbar</translation>
    </message>
    <message>
        <source>Not enough memory</source>
        <translation>Zu wenig Speicher</translation>
    </message>
    <message>
        <source>Unexpected problem</source>
        <translation>Unerwartetes Problem</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source> °</source>
        <translation> °</translation>
    </message>
    <message>
        <source> ×</source>
        <translation> ×</translation>
    </message>
    <message>
        <source>%1, severity %2</source>
        <translation>%1, Stufe %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 a second</source>
        <translation>%1 pro Sekunde</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>%1 could not be read</source>
        <translation>%1 nicht lesbar</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Out of focus</source>
        <translation>Unscharf gestellt</translation>
    </message>
    <message>
        <source>Large pixels</source>
        <translation>Grobe Pixel</translation>
    </message>
    <message>
        <source>Fog</source>
        <translation>Nebel</translation>
    </message>
    <message>
        <source>Rain</source>
        <translation>Regen</translation>
    </message>
    <message>
        <source>Covered parts</source>
        <translation>Verdeckte Stellen</translation>
    </message>
    <message>
        <source>Repair by a network</source>
        <translation>Reparatur durch ein Netz</translation>
    </message>
    <message>
        <source>Radius</source>
        <translation>Radius</translation>
    </message>
    <message>
        <source>Resolution kept</source>
        <translation>Verbleibende Auflösung</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>Dichte</translation>
    </message>
    <message>
        <source>Smoothness</source>
        <translation>Glätte</translation>
    </message>
    <message>
        <source>Drops per 1000 pixels</source>
        <translation>Tropfen je 1000 Pixel</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Share of the picture</source>
        <translation>Anteil am Bild</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Measuring the failure atlas</source>
        <translation>Fehleratlas wird gemessen</translation>
    </message>
    <message>
        <source>%1, on the whole picture</source>
        <translation>%1, auf das ganze Bild</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>The file is empty</source>
        <translation>Die Datei ist leer</translation>
    </message>
    <message>
        <source>This is not a JPEG, PNG, WebP, TIFF or BMP picture</source>
        <translation>Das ist kein Bild im Format JPEG, PNG, WebP, TIFF oder BMP</translation>
    </message>
    <message>
        <source>The header of the %1 file is damaged or cut off</source>
        <translation>Der Kopf der %1-Datei ist beschädigt oder abgeschnitten</translation>
    </message>
    <message>
        <source>The %1 file is damaged or cut off</source>
        <translation>Die %1-Datei ist beschädigt oder abgeschnitten</translation>
    </message>
    <message>
        <source>The %1 file is cut off</source>
        <translation>Die %1-Datei ist abgeschnitten</translation>
    </message>
    <message>
        <source>The %1 file has an unknown kind of pixels</source>
        <translation>Die %1-Datei hat eine unbekannte Art von Pixeln</translation>
    </message>
    <message>
        <source>The %1 file contradicts its own header</source>
        <translation>Die %1-Datei widerspricht ihrem eigenen Kopf</translation>
    </message>
    <message>
        <source>The picture has %1 x %2 pixels, the limit is %3 in all</source>
        <translation>Das Bild hat %1 x %2 Pixel, erlaubt sind insgesamt %3</translation>
    </message>
    <message>
        <source>The file is larger than 2 GB</source>
        <translation>Die Datei ist größer als 2 GB</translation>
    </message>
    <message>
        <source>The file has %1 bytes, more than the limit of %2</source>
        <translation>Die Datei hat %1 Byte, mehr als die erlaubten %2</translation>
    </message>
    <message>
        <source>There is not enough memory for this picture</source>
        <translation>Für dieses Bild reicht der Speicher nicht</translation>
    </message>
    <message>
        <source>The file is not there</source>
        <translation>Die Datei ist nicht da</translation>
    </message>
    <message>
        <source>It is not a regular file</source>
        <translation>Es ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>The path leaves the gallery folder</source>
        <translation>Der Pfad führt aus dem Ordner der Galerie hinaus</translation>
    </message>
    <message>
        <source>There is no permission to read it</source>
        <translation>Die Berechtigung zum Lesen fehlt</translation>
    </message>
    <message>
        <source>The file %1 is not there</source>
        <translation>Die Datei %1 ist nicht da</translation>
    </message>
    <message>
        <source>It cannot be read (%1)</source>
        <translation>Sie kann nicht gelesen werden (%1)</translation>
    </message>
    <message>
        <source>There is no permission to read the folder</source>
        <translation>Die Berechtigung zum Lesen des Ordners fehlt</translation>
    </message>
    <message>
        <source>The folder cannot be read (%1)</source>
        <translation>Der Ordner kann nicht gelesen werden (%1)</translation>
    </message>
    <message>
        <source>No vector could be computed for this picture</source>
        <translation>Für dieses Bild konnte kein Vektor berechnet werden</translation>
    </message>
    <message>
        <source>%1 gave values that are no numbers</source>
        <translation>%1 lieferte Werte, die keine Zahlen sind</translation>
    </message>
    <message>
        <source>It is a folder</source>
        <translation>Es ist ein Ordner</translation>
    </message>
    <message>
        <source>The disk cannot read it</source>
        <translation>Der Datenträger kann sie nicht lesen</translation>
    </message>
    <message>
        <source>It is a link that leads to itself</source>
        <translation>Es ist eine Verknüpfung, die auf sich selbst führt</translation>
    </message>
    <message>
        <source>The stored run has no result for it</source>
        <translation>Der gespeicherte Lauf hat kein Ergebnis dafür</translation>
    </message>
    <message>
        <source>The box %1 holds no pixel of the picture of %2 x %3</source>
        <translation>Der Rahmen %1 enthält kein Pixel des Bildes mit %2 x %3</translation>
    </message>
    <message>
        <source>There is no space left on the disk</source>
        <translation>Auf dem Datenträger ist kein Platz mehr</translation>
    </message>
    <message>
        <source>There is no permission to write there</source>
        <translation>Es fehlt die Berechtigung, dort zu schreiben</translation>
    </message>
    <message>
        <source>The disk can only be read</source>
        <translation>Der Datenträger ist schreibgeschützt</translation>
    </message>
    <message>
        <source>The folder is not there</source>
        <translation>Der Ordner ist nicht da</translation>
    </message>
    <message>
        <source>It cannot be written (%1)</source>
        <translation>Es lässt sich nicht schreiben (%1)</translation>
    </message>
    <message>
        <source>This is a report and not a recipe</source>
        <translation>Das ist ein Bericht und kein Rezept</translation>
    </message>
    <message>
        <source>This is the report of an evaluation and not a recipe</source>
        <translation>Das ist der Bericht einer Auswertung und kein Rezept</translation>
    </message>
    <message>
        <source>This is a ground truth and not a recipe</source>
        <translation>Das sind Referenzdaten und kein Rezept</translation>
    </message>
    <message>
        <source>These are stored rankings and not a recipe</source>
        <translation>Das sind gespeicherte Ranglisten und kein Rezept</translation>
    </message>
    <message>
        <source>This is the list of a noisy benchmark and not a recipe</source>
        <translation>Das ist die Liste eines Stör-Benchmarks und kein Rezept</translation>
    </message>
    <message>
        <source>This is a failure atlas and not a recipe</source>
        <translation>Das ist ein Fehleratlas und kein Rezept</translation>
    </message>
    <message>
        <source>This describes a network and is not a recipe</source>
        <translation>Das beschreibt ein Netz und ist kein Rezept</translation>
    </message>
    <message>
        <source>This is a recipe for training and not one for damage</source>
        <translation>Das ist ein Trainingsrezept und keines für Störungen</translation>
    </message>
    <message>
        <source>The file is damaged or no JSON</source>
        <translation>Die Datei ist beschädigt oder kein JSON</translation>
    </message>
    <message>
        <source>It is longer than 1 MB, too long for a recipe</source>
        <translation>Sie ist länger als 1 MB, zu lang für ein Rezept</translation>
    </message>
    <message>
        <source>It is a recipe of another version; this program reads version 1 only</source>
        <translation>Das Rezept hat eine andere Version; dieses Programm liest nur Version 1</translation>
    </message>
    <message>
        <source>It is not a recipe (%1)</source>
        <translation>Das ist kein Rezept (%1)</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::BoxEditor</name>
    <message>
        <source>Query picture with box</source>
        <translation>Anfragebild mit Rahmen</translation>
    </message>
    <message>
        <source>No picture chosen</source>
        <translation>Kein Bild gewählt</translation>
    </message>
    <message>
        <source>Box from %1, %2 with %3 by %4 pixels. Arrow keys move it, Alt and arrow keys change its size.</source>
        <translation>Rahmen ab %1, %2 mit %3 mal %4 Pixeln. Pfeiltasten verschieben ihn, Alt und Pfeiltasten ändern seine Größe.</translation>
    </message>
    <message>
        <source>Choose a picture in the gallery,
drop one here, or paste it.</source>
        <translation>Wählen Sie ein Bild in der Galerie,
legen Sie eines hier ab oder fügen Sie es ein.</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::CompareView</name>
    <message>
        <source>Side by side</source>
        <translation>Beide</translation>
    </message>
    <message>
        <source>Query and result beside each other</source>
        <translation>Anfrage und Treffer nebeneinander</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>Wechseln</translation>
    </message>
    <message>
        <source>Query and result in turn, in the same place</source>
        <translation>Anfrage und Treffer im Wechsel an derselben Stelle</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>Überlagern</translation>
    </message>
    <message>
        <source>Result on top of the query, as clear as you like</source>
        <translation>Treffer über der Anfrage, Deckkraft wählbar</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>Bright where query and result differ</source>
        <translation>Hell, wo sich Anfrage und Treffer unterscheiden</translation>
    </message>
    <message>
        <source>Linked</source>
        <translation>Gekoppelt</translation>
    </message>
    <message>
        <source>Both pictures zoom and move together</source>
        <translation>Beide Bilder zoomen und wandern gemeinsam</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>The whole picture</source>
        <translation>Das ganze Bild</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100 %</translation>
    </message>
    <message>
        <source>One picture pixel on one screen pixel</source>
        <translation>Ein Bildpixel auf einem Bildschirmpixel</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Opacity of the result</source>
        <translation>Deckkraft des Treffers</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Link or unlink zoom and movement</source>
        <translation>Zoom und Bewegung koppeln oder trennen</translation>
    </message>
    <message>
        <source>Zoom in, zoom out</source>
        <translation>Vergrößern, verkleinern</translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation>Pfeiltasten</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>Das Bild verschieben</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Show the other picture while blinking</source>
        <translation>Beim Wechseln das andere Bild zeigen</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Back to the rankings</source>
        <translation>Zurück zu den Ranglisten</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>%1 over %2</source>
        <comment>result caption, query caption</comment>
        <translation>%1 über %2</translation>
    </message>
    <message>
        <source>Difference (result scaled to the query): %1</source>
        <translation>Differenz (Treffer auf die Größe der Anfrage gebracht): %1</translation>
    </message>
    <message>
        <source>%1 %</source>
        <comment>zoom</comment>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::CurveLegend</name>
    <message>
        <source>breaking point</source>
        <translation>Bruchpunkt</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::ExportDialog</name>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::FigureDialog</name>
    <message>
        <source>✓  %1 written</source>
        <translation>✓  %1 geschrieben</translation>
    </message>
    <message>
        <source>!  %1 not written. %2</source>
        <translation>!  %1 nicht geschrieben. %2</translation>
    </message>
    <message>
        <source>Export figure</source>
        <translation>Abbildung exportieren</translation>
    </message>
    <message>
        <source>The query with its box, and one row for each model: right results in a green frame with a plus sign, wrong ones in red with a minus sign.</source>
        <translation>Die Anfrage mit ihrem Rahmen und eine Zeile je Modell: richtige Treffer im grünen Rahmen mit Pluszeichen, falsche im roten mit Minuszeichen.</translation>
    </message>
    <message>
        <source>First rank</source>
        <translation>Erster Rang</translation>
    </message>
    <message>
        <source>Last rank</source>
        <translation>Letzter Rang</translation>
    </message>
    <message>
        <source>Folder for the figure</source>
        <translation>Ordner für die Abbildung</translation>
    </message>
    <message>
        <source>&amp;to</source>
        <translation>&amp;bis</translation>
    </message>
    <message>
        <source>&amp;Ranks</source>
        <translation>&amp;Ränge</translation>
    </message>
    <message>
        <source>SVG, for drawing programs</source>
        <translation>SVG, für Zeichenprogramme</translation>
    </message>
    <message>
        <source>PDF, for papers</source>
        <translation>PDF, für Veröffentlichungen</translation>
    </message>
    <message>
        <source>PNG, 300 dots an inch</source>
        <translation>PNG, 300 Punkte je Zoll</translation>
    </message>
    <message>
        <source>What was written</source>
        <translation>Was geschrieben wurde</translation>
    </message>
    <message>
        <source>Writing …</source>
        <translation>Wird geschrieben …</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::GalleryPanel</name>
    <message>
        <source>Gallery</source>
        <translation>Galerie</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>The queries that the ground truth names, with their boxes</source>
        <translation>Die Anfragen aus den Referenzdaten mit ihren Rahmen</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>Nach Namen filtern</translation>
    </message>
    <message>
        <source>Filter pictures by name</source>
        <translation>Bilder nach Namen filtern</translation>
    </message>
    <message>
        <source>Pictures of the gallery</source>
        <translation>Bilder der Galerie</translation>
    </message>
    <message>
        <source>Queries of the ground truth</source>
        <translation>Anfragen der Referenzdaten</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 px</translation>
    </message>
    <message numerus="yes">
        <source>%n positive picture(s)</source>
        <translation>
            <numerusform>%n positives Bild</numerusform>
            <numerusform>%n positive Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::ImportDialog</name>
    <message>
        <source>CFCD</source>
        <translation>CFCD</translation>
    </message>
    <message>
        <source>SENet</source>
        <translation>SENet</translation>
    </message>
    <message>
        <source>CVNet, SuperGlobal</source>
        <translation>CVNet, SuperGlobal</translation>
    </message>
    <message>
        <source>GeM (cirtorch)</source>
        <translation>GeM (cirtorch)</translation>
    </message>
    <message>
        <source>AdaFace (faces)</source>
        <translation>AdaFace (Gesichter)</translation>
    </message>
    <message>
        <source>ResNet (ImageNet)</source>
        <translation>ResNet (ImageNet)</translation>
    </message>
    <message>
        <source>Average over the area</source>
        <translation>Mittelwert der Fläche</translation>
    </message>
    <message>
        <source>Lanczos (cirtorch)</source>
        <translation>Lanczos (cirtorch)</translation>
    </message>
    <message>
        <source>Bilinear, rounded size (CFCD)</source>
        <translation>Bilinear, gerundete Größe (CFCD)</translation>
    </message>
    <message>
        <source>Area in 8 bit (SENet, CVNet)</source>
        <translation>Fläche in 8 Bit (SENet, CVNet)</translation>
    </message>
    <message>
        <source>Bilinear, truncated size (SuperGlobal)</source>
        <translation>Bilinear, abgeschnittene Größe (SuperGlobal)</translation>
    </message>
    <message>
        <source>Bilinear, exact step (cirtorch)</source>
        <translation>Bilinear, genauer Schritt (cirtorch)</translation>
    </message>
    <message>
        <source>missing: %1</source>
        <translation>fehlt: %1</translation>
    </message>
    <message>
        <source>unexpected: %1</source>
        <translation>unerwartet: %1</translation>
    </message>
    <message>
        <source>wrong shape: %1 is %2 instead of %3</source>
        <translation>falsche Form: %1 ist %2 statt %3</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>Modell importieren</translation>
    </message>
    <message>
        <source>Red, green, blue</source>
        <translation>Rot, Grün, Blau</translation>
    </message>
    <message>
        <source>Blue, green, red</source>
        <translation>Blau, Grün, Rot</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Weights to import</source>
        <translation>Gewichte zum Importieren</translation>
    </message>
    <message>
        <source>PyTorch weights (*.pth *.pyth *.pt *.pkl *.tar *.ckpt);;All files (*)</source>
        <translation>PyTorch-Gewichte (*.pth *.pyth *.pt *.pkl *.tar *.ckpt);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Choose a weight file. It is only read; nothing in it is run.</source>
        <translation>Wählen Sie eine Gewichtsdatei. Sie wird nur gelesen; nichts darin wird ausgeführt.</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Choose the weight file</source>
        <translation>Gewichtsdatei wählen</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation>&amp;Art</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>Lower-case letters, digits and &quot;_&quot;; empty: chosen from kind and depth</source>
        <translation>Kleinbuchstaben, Ziffern und „_“; leer: aus Art und Tiefe gebildet</translation>
    </message>
    <message>
        <source>Tensors that do not fit</source>
        <translation>Tensoren, die nicht passen</translation>
    </message>
    <message>
        <source>Pictures for this network</source>
        <translation>Bilder für dieses Netz</translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>Fortschritt des Imports</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>%1, channel %2</source>
        <comment>mean or deviation</comment>
        <translation>%1, Kanal %2</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>&amp;Longest side</source>
        <translation>&amp;Längste Seite</translation>
    </message>
    <message>
        <source>How a picture with a longer side is brought to this size</source>
        <translation>Wie ein Bild mit einer längeren Seite auf diese Größe gebracht wird</translation>
    </message>
    <message>
        <source>&amp;Shrinking</source>
        <translation>&amp;Verkleinern</translation>
    </message>
    <message>
        <source>C&amp;hannel order</source>
        <translation>&amp;Kanalfolge</translation>
    </message>
    <message>
        <source>&amp;Mean</source>
        <translation>&amp;Mittelwert</translation>
    </message>
    <message>
        <source>&amp;Deviation</source>
        <translation>A&amp;bweichung</translation>
    </message>
    <message>
        <source>&amp;Resizing</source>
        <translation>&amp;Größenänderung</translation>
    </message>
    <message>
        <source>&amp;Whitening</source>
        <translation>&amp;Whitening</translation>
    </message>
    <message>
        <source>Reading the file …</source>
        <translation>Die Datei wird gelesen …</translation>
    </message>
    <message>
        <source>%1 cannot be imported: the tensors of the file do not fit.</source>
        <translation>%1 kann nicht importiert werden: Die Tensoren der Datei passen nicht.</translation>
    </message>
    <message>
        <source>Importing …</source>
        <translation>Import läuft …</translation>
    </message>
    <message>
        <source>The model &quot;%1&quot; is ready. Galleries opened from now on use it.</source>
        <translation>Das Modell „%1“ ist bereit. Ab jetzt geöffnete Galerien verwenden es.</translation>
    </message>
    <message numerus="yes">
        <source>%1: all %n tensor(s) are there.</source>
        <translation>
            <numerusform>%1: %n Tensor ist vollständig da.</numerusform>
            <numerusform>%1: Alle %n Tensoren sind da.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>adapnet::ui::LensPanel</name>
    <message>
        <source>Compensation block in the rankings</source>
        <translation>Ausgleichsblock in den Ranglisten</translation>
    </message>
    <message>
        <source>Off: networks that estimate the damage describe the query without correcting for it</source>
        <translation>Aus: Netze, die die Beschädigung schätzen, beschreiben die Anfrage ohne Ausgleich</translation>
    </message>
    <message>
        <source>What each help does to this query</source>
        <translation>Was jede Hilfe bei dieser Anfrage bewirkt</translation>
    </message>
    <message>
        <source>Choose a picture to look at.</source>
        <translation>Wählen Sie ein Bild zum Betrachten.</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Wird betrachtet …</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::LensTable</name>
    <message>
        <source>denoising autoencoder</source>
        <translation>entrauschender Autoencoder</translation>
    </message>
    <message>
        <source>super-resolution</source>
        <translation>Superauflösung</translation>
    </message>
    <message>
        <source>No help</source>
        <translation>Ohne Hilfe</translation>
    </message>
    <message>
        <source>Compensation block</source>
        <translation>Ausgleichsblock</translation>
    </message>
    <message>
        <source>Pixels restored: %1</source>
        <translation>Pixel wiederhergestellt: %1</translation>
    </message>
    <message>
        <source>Clean crop</source>
        <translation>Sauberer Ausschnitt</translation>
    </message>
    <message>
        <source>Clean crop, no help</source>
        <translation>Sauberer Ausschnitt, ohne Hilfe</translation>
    </message>
    <message>
        <source>The block makes the clean query worse than no help.</source>
        <translation>Der Block macht die saubere Anfrage schlechter als ohne Hilfe.</translation>
    </message>
    <message>
        <source>%1: rank %2</source>
        <comment>picture and its rank</comment>
        <translation>%1: Rang %2</translation>
    </message>
    <message>
        <source>How alike the descriptor is to that of the clean crop; 1 is equal</source>
        <translation>Wie ähnlich der Deskriptor dem des sauberen Ausschnitts ist; 1 ist gleich</translation>
    </message>
    <message>
        <source>Average precision of this query, 0 to 1</source>
        <translation>Mittlere Präzision dieser Anfrage, 0 bis 1</translation>
    </message>
    <message>
        <source>Where the pictures that should be found stand in the ranking</source>
        <translation>Wo die Bilder, die gefunden werden sollen, in der Rangliste stehen</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Cosine to clean</source>
        <translation>Kosinus zu sauber</translation>
    </message>
    <message>
        <source>AP</source>
        <comment>average precision</comment>
        <translation>AP</translation>
    </message>
    <message>
        <source>Ranks of the positives</source>
        <translation>Ränge der Treffer</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::MainWindow</name>
    <message>
        <source>Import a &amp;model …</source>
        <translation>&amp;Modell importieren …</translation>
    </message>
    <message numerus="yes">
        <source>Stopped. %n picture(s) of this step are finished; opening the folder again goes on from there.</source>
        <translation>
            <numerusform>Angehalten. %n Bild dieses Schritts ist fertig; beim nächsten Öffnen des Ordners geht es dort weiter.</numerusform>
            <numerusform>Angehalten. %n Bilder dieses Schritts sind fertig; beim nächsten Öffnen des Ordners geht es dort weiter.</numerusform>
        </translation>
    </message>
    <message>
        <source>AdapNet Workbench</source>
        <translation>AdapNet Workbench</translation>
    </message>
    <message>
        <source>%1 – AdapNet Workbench</source>
        <translation>%1 – AdapNet Workbench</translation>
    </message>
    <message>
        <source>Some files could not be used: %1.</source>
        <translation>Einige Dateien waren nicht verwendbar: %1.</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>There is no picture in this folder. JPEG, PNG, WebP, TIFF and BMP are read.</source>
        <translation>In diesem Ordner ist kein Bild. Gelesen werden JPEG, PNG, WebP, TIFF und BMP.</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>Searching …</source>
        <translation>Suche läuft …</translation>
    </message>
    <message>
        <source>Search took %1 ms</source>
        <translation>Suche dauerte %1 ms</translation>
    </message>
    <message>
        <source>The folder %1 is not there.</source>
        <translation>Der Ordner %1 ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>First open the folder that is to be searched.</source>
        <translation>Öffnen Sie zuerst den Ordner, der durchsucht werden soll.</translation>
    </message>
    <message>
        <source>Open a folder of pictures</source>
        <translation>Ordner mit Bildern öffnen</translation>
    </message>
    <message>
        <source>Load ground truth</source>
        <translation>Referenzdaten laden</translation>
    </message>
    <message>
        <source>Ground truth (*.json);;All files (*)</source>
        <translation>Referenzdaten (*.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Open a query picture</source>
        <translation>Anfragebild öffnen</translation>
    </message>
    <message>
        <source>Pictures (*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp);;All files (*)</source>
        <translation>Bilder (*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>The clipboard holds no picture. Copy a picture or a picture file first.</source>
        <translation>Die Zwischenablage enthält kein Bild. Kopieren Sie zuerst ein Bild oder eine Bilddatei.</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>Kopiert: %1</translation>
    </message>
    <message>
        <source>About AdapNet Workbench</source>
        <translation>Über AdapNet Workbench</translation>
    </message>
    <message>
        <source>&lt;h3&gt;AdapNet Workbench %1&lt;/h3&gt;&lt;p&gt;Searches a gallery of pictures with a bad query and compares how far each network still finds it.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later. Pictures are only read, never changed; nothing leaves this computer.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;AdapNet Workbench %1&lt;/h3&gt;&lt;p&gt;Durchsucht eine Bildergalerie mit einer schlechten Anfrage und vergleicht, wie weit jedes Netz sie noch findet.&lt;/p&gt;&lt;p&gt;Freie Software unter der GNU General Public License, Version 3 oder neuer. Bilder werden nur gelesen, nie verändert; nichts verlässt diesen Rechner.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Open &amp;folder …</source>
        <translation>&amp;Ordner öffnen …</translation>
    </message>
    <message>
        <source>Open &amp;demo gallery</source>
        <translation>&amp;Demogalerie öffnen</translation>
    </message>
    <message>
        <source>Load &amp;ground truth …</source>
        <translation>&amp;Referenzdaten laden …</translation>
    </message>
    <message>
        <source>&amp;Close gallery</source>
        <translation>Galerie &amp;schließen</translation>
    </message>
    <message>
        <source>Files of this gallery …</source>
        <translation>Dateien dieser Galerie …</translation>
    </message>
    <message>
        <source>&amp;Export report …</source>
        <translation>Bericht &amp;exportieren …</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
        <source>&amp;Find in the gallery</source>
        <translation>In der Galerie &amp;suchen</translation>
    </message>
    <message>
        <source>&amp;Settings …</source>
        <translation>&amp;Einstellungen …</translation>
    </message>
    <message>
        <source>&amp;Open picture …</source>
        <translation>Bild &amp;öffnen …</translation>
    </message>
    <message>
        <source>&amp;Paste picture</source>
        <translation>Bild e&amp;infügen</translation>
    </message>
    <message>
        <source>&amp;Whole picture</source>
        <translation>&amp;Ganzes Bild</translation>
    </message>
    <message>
        <source>&amp;New seed</source>
        <translation>&amp;Neuer Startwert</translation>
    </message>
    <message>
        <source>&amp;Remove all damage</source>
        <translation>Alle Störungen en&amp;tfernen</translation>
    </message>
    <message>
        <source>&amp;Copy as command</source>
        <translation>Als &amp;Befehl kopieren</translation>
    </message>
    <message>
        <source>&amp;Compare with result</source>
        <translation>Mit Treffer &amp;vergleichen</translation>
    </message>
    <message>
        <source>&amp;Fit to the window</source>
        <translation>In das Fenster &amp;einpassen</translation>
    </message>
    <message>
        <source>Real &amp;pixels (100 %)</source>
        <translation>Echte &amp;Pixel (100 %)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>Vo&amp;llbild</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Tasten</translation>
    </message>
    <message>
        <source>&amp;About AdapNet Workbench</source>
        <translation>&amp;Über AdapNet Workbench</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Recent galleries</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Query</source>
        <translation>&amp;Anfrage</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>A&amp;nsicht</translation>
    </message>
    <message>
        <source>&amp;Look</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>L&amp;anguage</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Tool bar</source>
        <translation>Werkzeugleiste</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>Galerie</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>Ziehen</translation>
    </message>
    <message>
        <source>New box, or move and resize the one there</source>
        <translation>Neuer Rahmen, oder den vorhandenen verschieben und ändern</translation>
    </message>
    <message>
        <source>Ctrl+Drag</source>
        <translation>Strg+Ziehen</translation>
    </message>
    <message>
        <source>New box on top of the old one</source>
        <translation>Neuer Rahmen über dem alten</translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation>Pfeiltasten</translation>
    </message>
    <message>
        <source>Move by 1 px, with Shift by 10 px</source>
        <translation>Um 1 px verschieben, mit Umschalt um 10 px</translation>
    </message>
    <message>
        <source>Alt+Arrow keys</source>
        <translation>Alt+Pfeiltasten</translation>
    </message>
    <message>
        <source>Change the size</source>
        <translation>Größe ändern</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Mausrad</translation>
    </message>
    <message>
        <source>Zoom at the cursor</source>
        <translation>Am Mauszeiger zoomen</translation>
    </message>
    <message>
        <source>Space+Drag</source>
        <translation>Leertaste+Ziehen</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>Das Bild verschieben</translation>
    </message>
    <message>
        <source>Hold to see the clean crop</source>
        <translation>Halten zeigt den unveränderten Ausschnitt</translation>
    </message>
    <message>
        <source>View and results</source>
        <translation>Ansicht und Treffer</translation>
    </message>
    <message>
        <source>Export fi&amp;gure …</source>
        <translation>A&amp;bbildung exportieren …</translation>
    </message>
    <message>
        <source>&amp;Robustness curve</source>
        <translation>&amp;Robustheitskurve</translation>
    </message>
    <message>
        <source>What &amp;moved</source>
        <translation>Was sich &amp;bewegt hat</translation>
    </message>
    <message>
        <source>A training is running</source>
        <translation>Ein Training läuft</translation>
    </message>
    <message>
        <source>Closing ends the training after the step in work. Its checkpoint is kept, and it can go on from there. Close the program?</source>
        <translation>Beim Schließen endet das Training nach dem laufenden Schritt. Sein Zwischenstand bleibt erhalten, und es kann von dort weitergehen. Programm schließen?</translation>
    </message>
    <message>
        <source>M&amp;odels …</source>
        <translation>M&amp;odelle …</translation>
    </message>
    <message>
        <source>&amp;Train a network …</source>
        <translation>Netz &amp;trainieren …</translation>
    </message>
    <message>
        <source>&amp;Lens</source>
        <translation>&amp;Lupe</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>Gespeichert: %1</translation>
    </message>
    <message>
        <source>Failure &amp;atlas</source>
        <translation>Fehler&amp;atlas</translation>
    </message>
    <message>
        <source>Op&amp;en recipe …</source>
        <translation>Re&amp;zept öffnen …</translation>
    </message>
    <message>
        <source>&amp;Save recipe …</source>
        <translation>Rezept &amp;speichern …</translation>
    </message>
    <message>
        <source>Recipe loaded: %1</source>
        <translation>Rezept geladen: %1</translation>
    </message>
    <message>
        <source>Open recipe</source>
        <translation>Rezept öffnen</translation>
    </message>
    <message>
        <source>Recipes (*.json);;All files (*)</source>
        <translation>Rezepte (*.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Save recipe</source>
        <translation>Rezept speichern</translation>
    </message>
    <message>
        <source>%1 is there already. Replace it?</source>
        <translation>%1 gibt es schon. Ersetzen?</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::ModelsWindow</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Rename the model</source>
        <translation>Modell umbenennen</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>Name:</translation>
    </message>
    <message>
        <source>Remove the model</source>
        <translation>Modell entfernen</translation>
    </message>
    <message>
        <source>Delete &quot;%1&quot; and its weights? This cannot be undone; the file it was imported from stays.</source>
        <translation>„%1“ und die Gewichte löschen? Das lässt sich nicht rückgängig machen; die Datei, aus der importiert wurde, bleibt.</translation>
    </message>
    <message>
        <source>Import a model …</source>
        <translation>Modell importieren …</translation>
    </message>
    <message>
        <source>Rename …</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>Remove …</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Training recipe</source>
        <translation>Trainingsrezept</translation>
    </message>
    <message>
        <source>No model files were found.</source>
        <translation>Es wurden keine Modelldateien gefunden.</translation>
    </message>
    <message>
        <source>Hide the training recipe</source>
        <translation>Trainingsrezept verbergen</translation>
    </message>
    <message>
        <source>Show the training recipe</source>
        <translation>Trainingsrezept zeigen</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::NoticeBar</name>
    <message>
        <source>Close this notice</source>
        <translation>Diesen Hinweis schließen</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::OpeningPage</name>
    <message>
        <source>Progress of opening</source>
        <translation>Fortschritt beim Öffnen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>What is finished is kept; opening the folder again goes on from there</source>
        <translation>Fertiges bleibt erhalten; beim nächsten Öffnen geht es dort weiter</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>%1 wird geöffnet</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>Wird gestartet …</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::OutcomeDialog</name>
    <message>
        <source>%1 added</source>
        <translation>%1 hinzugefügt</translation>
    </message>
    <message>
        <source>%1 already present</source>
        <translation>%1 schon vorhanden</translation>
    </message>
    <message>
        <source>%1 damaged</source>
        <translation>%1 beschädigt</translation>
    </message>
    <message>
        <source>%1 too large</source>
        <translation>%1 zu groß</translation>
    </message>
    <message>
        <source>%1 missing</source>
        <translation>%1 fehlend</translation>
    </message>
    <message>
        <source>Files of this gallery</source>
        <translation>Dateien dieser Galerie</translation>
    </message>
    <message>
        <source>%1 s, %2 pictures a second</source>
        <translation>%1 s, %2 Bilder pro Sekunde</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Files that could not be used</source>
        <translation>Dateien, die nicht verwendbar waren</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
    <message>
        <source>too large</source>
        <translation>zu groß</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>Every file could be used.</source>
        <translation>Alle Dateien waren verwendbar.</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Als Text kopieren</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::PictureListModel</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::PicturePane</name>
    <message>
        <source>No picture yet</source>
        <translation>Noch kein Bild</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::PreviewPane</name>
    <message>
        <source>Degraded crop</source>
        <translation>Verschlechterter Ausschnitt</translation>
    </message>
    <message>
        <source>Clean crop</source>
        <translation>Unveränderter Ausschnitt</translation>
    </message>
    <message>
        <source>As the networks see it</source>
        <translation>Wie die Netze es sehen</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::QueryPanel</name>
    <message>
        <source>Whole picture (no box)</source>
        <translation>Ganzes Bild (kein Rahmen)</translation>
    </message>
    <message>
        <source>Fit to the window</source>
        <translation>In das Fenster einpassen</translation>
    </message>
    <message>
        <source>Real pixels (100 %)</source>
        <translation>Echte Pixel (100 %)</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>x </source>
        <translation>x </translation>
    </message>
    <message>
        <source>Left edge of the box in pixels</source>
        <translation>Linker Rand des Rahmens in Pixeln</translation>
    </message>
    <message>
        <source>y </source>
        <translation>y </translation>
    </message>
    <message>
        <source>Upper edge of the box in pixels</source>
        <translation>Oberer Rand des Rahmens in Pixeln</translation>
    </message>
    <message>
        <source>w </source>
        <translation>b </translation>
    </message>
    <message>
        <source>Width of the box in pixels</source>
        <translation>Breite des Rahmens in Pixeln</translation>
    </message>
    <message>
        <source>h </source>
        <translation>h </translation>
    </message>
    <message>
        <source>Height of the box in pixels</source>
        <translation>Höhe des Rahmens in Pixeln</translation>
    </message>
    <message>
        <source>Hold to see clean</source>
        <translation>Halten: unverändert</translation>
    </message>
    <message>
        <source>Shows the clean crop while held. Key: P</source>
        <translation>Zeigt den unveränderten Ausschnitt, solange gehalten. Taste: P</translation>
    </message>
    <message>
        <source>Peek at the clean crop while held</source>
        <translation>Unveränderten Ausschnitt zeigen, solange gehalten</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>Eingefügtes Bild</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 px</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::RankChangeCanvas</name>
    <message>
        <source>Rankings with what moved</source>
        <translation>Ranglisten mit dem, was sich bewegt hat</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>verloren</translation>
    </message>
    <message>
        <source>not among the first %1</source>
        <translation>nicht unter den ersten %1</translation>
    </message>
    <message>
        <source>place %1</source>
        <translation>Platz %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::RankChangeModel</name>
    <message>
        <source>The models</source>
        <translation>Die Modelle</translation>
    </message>
    <message>
        <source>%1: clean and damaged</source>
        <translation>%1: unverändert und verschlechtert</translation>
    </message>
    <message>
        <source>Kept rankings</source>
        <translation>Behaltene Ranglisten</translation>
    </message>
    <message>
        <source>box %1</source>
        <translation>Rahmen %1</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>Clean</source>
        <translation>Unverändert</translation>
    </message>
    <message>
        <source>Not damaged</source>
        <translation>Nicht verschlechtert</translation>
    </message>
    <message>
        <source>There is nothing in this ranking.</source>
        <translation>In dieser Rangliste steht nichts.</translation>
    </message>
    <message>
        <source>Of the first %1: %2 unchanged, %3 higher, %4 lower, %5 new; %6 lost.</source>
        <translation>Von den ersten %1: %2 unverändert, %3 höher, %4 tiefer, %5 neu; %6 verloren.</translation>
    </message>
    <message>
        <source>%1 stays first.</source>
        <translation>%1 bleibt vorn.</translation>
    </message>
    <message>
        <source>%1 is first now and was not in the list.</source>
        <translation>%1 ist jetzt vorn und stand nicht in der Liste.</translation>
    </message>
    <message>
        <source>%1 is first now, from place %2.</source>
        <translation>%1 ist jetzt vorn, von Platz %2.</translation>
    </message>
    <message>
        <source>The widest move: %1 from %2 to %3.</source>
        <translation>Der weiteste Weg: %1 von %2 nach %3.</translation>
    </message>
    <message>
        <source>overlap@%1 %2 · rank-biased overlap %3 · Kendall&apos;s tau %4</source>
        <translation>Überlappung@%1 %2 · ranggewichtete Überlappung %3 · Kendalls Tau %4</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::RankChangeView</name>
    <message>
        <source>What is compared</source>
        <translation>Was verglichen wird</translation>
    </message>
    <message>
        <source>Keep this ranking</source>
        <translation>Rangliste behalten</translation>
    </message>
    <message>
        <source>Keeps the first model&apos;s ranking, to compare it with another damage or box later</source>
        <translation>Behält die Rangliste des ersten Modells, um sie später mit anderer Störung oder anderem Rahmen zu vergleichen</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Forgets the kept rankings</source>
        <translation>Vergisst die behaltenen Ranglisten</translation>
    </message>
    <message>
        <source>Figure …</source>
        <translation>Abbildung …</translation>
    </message>
    <message>
        <source>Exports the chosen ranks as SVG, PDF or PNG</source>
        <translation>Exportiert die gewählten Ränge als SVG, PDF oder PNG</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>Was sich geändert hat</translation>
    </message>
    <message>
        <source>Places of the chosen result</source>
        <translation>Plätze des gewählten Treffers</translation>
    </message>
    <message>
        <source>%1 → %2:</source>
        <comment>two rankings</comment>
        <translation>%1 → %2:</translation>
    </message>
    <message>
        <source>Two rankings are needed: check a second model, or keep a ranking.</source>
        <translation>Es braucht zwei Ranglisten: ein zweites Modell ankreuzen oder eine Rangliste behalten.</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::RankingModel</name>
    <message>
        <source>AP %1 (%2)</source>
        <comment>average precision, change against the clean query</comment>
        <translation>AP %1 (%2)</translation>
    </message>
    <message>
        <source>AP %1</source>
        <comment>average precision</comment>
        <translation>AP %1</translation>
    </message>
    <message>
        <source>cosine to clean %1</source>
        <translation>Kosinus zum Original %1</translation>
    </message>
    <message>
        <source>%1 %2 %</source>
        <comment>kind of degradation and its share</comment>
        <translation>%1 %2 %</translation>
    </message>
    <message>
        <source>Estimated: %1</source>
        <translation>Geschätzt: %1</translation>
    </message>
    <message>
        <source>No results</source>
        <translation>Keine Treffer</translation>
    </message>
    <message>
        <source>Ranks %1 to %2 of %3</source>
        <translation>Rang %1 bis %2 von %3</translation>
    </message>
    <message>
        <source>new</source>
        <comment>not in the clean query&apos;s list</comment>
        <translation>neu</translation>
    </message>
    <message>
        <source>rank %1</source>
        <translation>Rang %1</translation>
    </message>
    <message>
        <source>score %1</source>
        <translation>Ähnlichkeit %1</translation>
    </message>
    <message>
        <source>not moved</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>moved up %1</source>
        <translation>um %1 gestiegen</translation>
    </message>
    <message>
        <source>moved down %1</source>
        <translation>um %1 gefallen</translation>
    </message>
    <message>
        <source>new in the list</source>
        <translation>neu in der Liste</translation>
    </message>
    <message>
        <source>lost, was rank %1</source>
        <translation>verloren, war Rang %1</translation>
    </message>
    <message>
        <source>%1 → beyond</source>
        <comment>was rank %1, now further down than was searched</comment>
        <translation>%1 → weiter hinten</translation>
    </message>
    <message>
        <source>lost, was rank %1, now not in the first ranks</source>
        <translation>verloren, war Rang %1, jetzt nicht mehr unter den ersten Rängen</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::RankingRow</name>
    <message>
        <source>Average precision of this query, and its change against the clean query</source>
        <translation>Mittlere Genauigkeit (AP) dieser Anfrage und ihre Änderung gegenüber der unveränderten Anfrage</translation>
    </message>
    <message>
        <source>How alike the descriptors of the degraded and the clean query are</source>
        <translation>Wie ähnlich sich die Deskriptoren der verschlechterten und der unveränderten Anfrage sind</translation>
    </message>
    <message>
        <source>%1 %2 %</source>
        <comment>kind of degradation and its share</comment>
        <translation>%1 %2 %</translation>
    </message>
    <message>
        <source>Nothing lost from the first 10 of the clean query</source>
        <translation>Nichts verloren aus den ersten 10 der unveränderten Anfrage</translation>
    </message>
    <message>
        <source>Lost from the first 10 of the clean query</source>
        <translation>Verloren aus den ersten 10 der unveränderten Anfrage</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::RankingView</name>
    <message>
        <source>Rankings</source>
        <translation>Ranglisten</translation>
    </message>
    <message>
        <source>Choose rank 1 to 10 of the page</source>
        <translation>Rang 1 bis 10 der Seite wählen</translation>
    </message>
    <message>
        <source>One rank back or on</source>
        <translation>Einen Rang zurück oder weiter</translation>
    </message>
    <message>
        <source>The model above or below</source>
        <translation>Das Modell darüber oder darunter</translation>
    </message>
    <message>
        <source>Page Up, Page Down</source>
        <translation>Bild auf, Bild ab</translation>
    </message>
    <message>
        <source>Ten ranks back or on</source>
        <translation>Zehn Ränge zurück oder weiter</translation>
    </message>
    <message>
        <source>Home, End</source>
        <translation>Pos1, Ende</translation>
    </message>
    <message>
        <source>First or last rank</source>
        <translation>Erster oder letzter Rang</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Compare with the query</source>
        <translation>Mit der Anfrage vergleichen</translation>
    </message>
    <message>
        <source>Ten ranks back</source>
        <translation>Zehn Ränge zurück</translation>
    </message>
    <message>
        <source>Ten ranks back (Page Up)</source>
        <translation>Zehn Ränge zurück (Bild auf)</translation>
    </message>
    <message>
        <source>Ten ranks on</source>
        <translation>Zehn Ränge weiter</translation>
    </message>
    <message>
        <source>Ten ranks on (Page Down)</source>
        <translation>Zehn Ränge weiter (Bild ab)</translation>
    </message>
    <message>
        <source>moved against the clean query</source>
        <translation>verschoben gegenüber der unveränderten Anfrage</translation>
    </message>
    <message>
        <source>Choose a picture, and what each model finds appears here.</source>
        <translation>Wählen Sie ein Bild; was jedes Modell findet, erscheint hier.</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::RecipePanel</name>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add a degradation</source>
        <translation>Verschlechterung hinzufügen</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Presets of degradations</source>
        <translation>Vorlagen für Verschlechterungen</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Remove all steps</source>
        <translation>Alle Schritte entfernen</translation>
    </message>
    <message>
        <source>Degradation</source>
        <translation>Verschlechterung</translation>
    </message>
    <message>
        <source>Steps of the degradation</source>
        <translation>Schritte der Verschlechterung</translation>
    </message>
    <message>
        <source>Severity %1</source>
        <translation>Stufe %1</translation>
    </message>
    <message>
        <source>The query is searched as it is. Add damage to see how far each model finds it:</source>
        <translation>Die Anfrage wird unverändert gesucht. Fügen Sie Störungen hinzu und sehen Sie, wie weit jedes Modell sie noch findet:</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>%1 hinzufügen</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Seed of the random numbers</source>
        <translation>Startwert der Zufallszahlen</translation>
    </message>
    <message>
        <source>The same seed gives the same noise on every machine</source>
        <translation>Derselbe Startwert ergibt auf jedem Rechner dasselbe Rauschen</translation>
    </message>
    <message>
        <source>New seed</source>
        <translation>Neuer Startwert</translation>
    </message>
    <message>
        <source>Open a recipe (a file can be dropped, too)</source>
        <translation>Rezept öffnen (eine Datei lässt sich auch hierher ziehen)</translation>
    </message>
    <message>
        <source>Open a recipe</source>
        <translation>Rezept öffnen</translation>
    </message>
    <message>
        <source>Save the recipe</source>
        <translation>Rezept speichern</translation>
    </message>
    <message>
        <source>Damage the whole picture before it is cropped, so that blurs reach across the box</source>
        <translation>Das ganze Bild vor dem Zuschneiden stören, damit Unschärfen über den Rahmen reichen</translation>
    </message>
    <message>
        <source>Damage the whole picture before it is cropped</source>
        <translation>Das ganze Bild vor dem Zuschneiden stören</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::ReportDialog</name>
    <message>
        <source>Export report</source>
        <translation>Bericht exportieren</translation>
    </message>
    <message>
        <source>Everything another person needs to get the same rankings again: query, box, degradation with seed, models, scores and the command.</source>
        <translation>Alles, was eine andere Person braucht, um dieselben Ranglisten zu erhalten: Anfrage, Rahmen, Verschlechterung mit Startwert, Modelle, Ähnlichkeiten und der Befehl.</translation>
    </message>
    <message>
        <source>Folder for the report</source>
        <translation>Ordner für den Bericht</translation>
    </message>
    <message>
        <source>Web page (HTML), one file with all pictures</source>
        <translation>Webseite (HTML), eine Datei mit allen Bildern</translation>
    </message>
    <message>
        <source>PDF, for print and archive</source>
        <translation>PDF, für Druck und Archiv</translation>
    </message>
    <message>
        <source>Table (CSV), one line per result</source>
        <translation>Tabelle (CSV), eine Zeile je Treffer</translation>
    </message>
    <message>
        <source>JSON, for other programs</source>
        <translation>JSON, für andere Programme</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Choose a folder for the report.</source>
        <translation>Wählen Sie einen Ordner für den Bericht.</translation>
    </message>
    <message>
        <source>The name must not be empty, contain &quot;/&quot; or start with a dot.</source>
        <translation>Der Name darf nicht leer sein, kein „/“ enthalten und nicht mit einem Punkt beginnen.</translation>
    </message>
    <message>
        <source>Choose at least one format.</source>
        <translation>Wählen Sie mindestens ein Format.</translation>
    </message>
    <message>
        <source>Will be replaced: %1</source>
        <comment>file names</comment>
        <translation>Wird ersetzt: %1</translation>
    </message>
    <message>
        <source>The folder will be made.</source>
        <translation>Der Ordner wird angelegt.</translation>
    </message>
    <message>
        <source>Writing …</source>
        <translation>Wird geschrieben …</translation>
    </message>
    <message>
        <source>%1 written (%2)</source>
        <comment>file name, size</comment>
        <translation>%1 geschrieben (%2)</translation>
    </message>
    <message>
        <source>%1 not written. %2</source>
        <comment>file name, reason</comment>
        <translation>%1 nicht geschrieben. %2</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::RobustnessModel</name>
    <message>
        <source>Box: moved sideways</source>
        <translation>Rahmen: seitlich verschoben</translation>
    </message>
    <message>
        <source>Box: moved up and down</source>
        <translation>Rahmen: nach oben und unten verschoben</translation>
    </message>
    <message>
        <source>Box: made smaller and larger</source>
        <translation>Rahmen: verkleinert und vergrößert</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>degradation, its parameter</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Step %1, %2</source>
        <translation>Schritt %1, %2</translation>
    </message>
    <message>
        <source>%1, share of its size</source>
        <translation>%1, Anteil seiner Größe</translation>
    </message>
    <message>
        <source>%1 leaves the top %2 at %3 and at %4.</source>
        <translation>%1 verlässt die ersten %2 bei %3 und bei %4.</translation>
    </message>
    <message>
        <source>%1 leaves the top %2 at %3.</source>
        <translation>%1 verlässt die ersten %2 bei %3.</translation>
    </message>
    <message>
        <source>%1 stays in the top %2 all the way.</source>
        <translation>%1 bleibt durchweg unter den ersten %2.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>best rank %1</source>
        <translation>bester Rang %1</translation>
    </message>
    <message>
        <source>not among the ranks searched</source>
        <translation>nicht unter den durchsuchten Rängen</translation>
    </message>
    <message>
        <source>%1: %2, average precision %3</source>
        <translation>%1: %2, mittlere Genauigkeit %3</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::RobustnessView</name>
    <message>
        <source>What varies</source>
        <translation>Was sich ändert</translation>
    </message>
    <message>
        <source>What varies; moving a slider chooses it</source>
        <translation>Was sich ändert; ein bewegter Regler wählt es</translation>
    </message>
    <message>
        <source>Follow the chosen result</source>
        <translation>Gewählten Treffer verfolgen</translation>
    </message>
    <message>
        <source>Draw the rank of the result chosen in the rankings instead of the ground truth&apos;s positives</source>
        <translation>Zeichnet den Rang des in den Ranglisten gewählten Treffers statt der positiven Bilder der Referenzdaten</translation>
    </message>
    <message>
        <source>Copy as command that prints this curve</source>
        <translation>Als Befehl kopieren, der diese Kurve ausgibt</translation>
    </message>
    <message>
        <source>Ranks of the positives</source>
        <translation>Ränge der positiven Bilder</translation>
    </message>
    <message>
        <source>Average precision</source>
        <translation>Mittlere Genauigkeit</translation>
    </message>
    <message>
        <source>Breaking points</source>
        <translation>Bruchpunkte</translation>
    </message>
    <message>
        <source>Values at the chosen point</source>
        <translation>Werte am gewählten Punkt</translation>
    </message>
    <message>
        <source>Or follow the result chosen in the rankings.</source>
        <translation>Oder den in den Ranglisten gewählten Treffer verfolgen.</translation>
    </message>
    <message>
        <source>%1 of %2 points</source>
        <translation>%1 von %2 Punkten</translation>
    </message>
    <message>
        <source>Rank of the best positive; thin: of each</source>
        <translation>Rang des besten Treffers; dünn: jedes Treffers</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::SessionModel</name>
    <message>
        <source>Choose picture</source>
        <translation>Bild wählen</translation>
    </message>
    <message>
        <source>Change box</source>
        <translation>Rahmen ändern</translation>
    </message>
    <message>
        <source>Change degradation</source>
        <translation>Verschlechterung ändern</translation>
    </message>
    <message>
        <source>The ground truth beside the pictures could not be used. %1</source>
        <translation>Die Referenzdaten neben den Bildern waren nicht verwendbar. %1</translation>
    </message>
    <message>
        <source>Switch compensation on</source>
        <translation>Ausgleich einschalten</translation>
    </message>
    <message>
        <source>Switch compensation off</source>
        <translation>Ausgleich ausschalten</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::SettingsDialog</name>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>32 bit (fp32)</source>
        <translation>32 Bit (fp32)</translation>
    </message>
    <message>
        <source>16 bit (bf16)</source>
        <translation>16 Bit (bf16)</translation>
    </message>
    <message>
        <source>16 bit (fp16)</source>
        <translation>16 Bit (fp16)</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Lower precision is faster. Automatic uses it only where the vectors stay the same to 0.999 cosine.</source>
        <translation>Geringere Genauigkeit ist schneller. „Automatisch“ verwendet sie nur, wenn die Vektoren bis auf einen Kosinus von 0,999 gleich bleiben.</translation>
    </message>
    <message>
        <source>Looking for devices …</source>
        <translation>Geräte werden gesucht …</translation>
    </message>
    <message>
        <source>No model files were found.</source>
        <translation>Es wurden keine Modelldateien gefunden.</translation>
    </message>
    <message>
        <source>A gallery needs one model</source>
        <translation>Eine Galerie braucht ein Modell</translation>
    </message>
    <message>
        <source>Models that describe a gallery</source>
        <translation>Modelle, die eine Galerie beschreiben</translation>
    </message>
    <message>
        <source>Looking for models …</source>
        <translation>Suche Modelle …</translation>
    </message>
    <message>
        <source>Every checked model describes every picture when a gallery is opened. Fewer models open it faster; pictures that are described already stay so.</source>
        <translation>Jedes gewählte Modell beschreibt beim Öffnen einer Galerie jedes Bild. Mit weniger Modellen öffnet sie schneller; was schon beschrieben ist, bleibt es.</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::ShortcutOverlay</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::StartPage</name>
    <message>
        <source>AdapNet Workbench</source>
        <translation>AdapNet Workbench</translation>
    </message>
    <message>
        <source>Find pictures from a bad query: draw a box on a photo, damage it on purpose, and watch which network still finds it.</source>
        <translation>Bilder finden trotz schlechter Anfrage: einen Rahmen auf ein Foto ziehen, den Ausschnitt absichtlich verschlechtern und sehen, welches Netz ihn noch findet.</translation>
    </message>
    <message>
        <source>Pictures are only read, never changed. Nothing leaves this computer.</source>
        <translation>Bilder werden nur gelesen, nie verändert. Nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>Open folder …</source>
        <translation>Ordner öffnen …</translation>
    </message>
    <message>
        <source>Search the pictures of a folder (Ctrl+Shift+O)</source>
        <translation>Die Bilder eines Ordners durchsuchen (Strg+Umschalt+O)</translation>
    </message>
    <message>
        <source>Open demo gallery</source>
        <translation>Demogalerie öffnen</translation>
    </message>
    <message>
        <source>Renders some hundred pictures, so that you can try everything at once</source>
        <translation>Zeichnet einige hundert Bilder, damit Sie alles sofort ausprobieren können</translation>
    </message>
    <message>
        <source>or drop a folder of pictures here</source>
        <translation>oder einen Ordner mit Bildern hier ablegen</translation>
    </message>
    <message>
        <source>Recent galleries</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>Folders that you open appear here.</source>
        <translation>Geöffnete Ordner erscheinen hier.</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::StepCard</name>
    <message>
        <source>%1, step %2 of %3, switched on</source>
        <translation>%1, Schritt %2 von %3, eingeschaltet</translation>
    </message>
    <message>
        <source>Use this step</source>
        <translation>Diesen Schritt verwenden</translation>
    </message>
    <message>
        <source>Move %1 earlier (Alt+Up)</source>
        <translation>%1 nach vorn (Alt+Auf)</translation>
    </message>
    <message>
        <source>Move %1 later (Alt+Down)</source>
        <translation>%1 nach hinten (Alt+Ab)</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>%1, severity %2</source>
        <translation>%1, Stufe %2</translation>
    </message>
    <message>
        <source>Severity %1 of 5</source>
        <translation>Stufe %1 von 5</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1, slider</source>
        <translation>%1, Schieberegler</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::TrainingModel</name>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Scale of the margin loss</source>
        <translation>Skalierung des Margin-Verlusts</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Margin</translation>
    </message>
    <message>
        <source>Mean norm of the descriptors</source>
        <translation>Mittlere Norm der Deskriptoren</translation>
    </message>
    <message>
        <source>Mean quality</source>
        <translation>Mittlere Qualität</translation>
    </message>
    <message>
        <source>Recall@1 in the batch</source>
        <translation>Recall@1 im Stapel</translation>
    </message>
    <message>
        <source>Finished after %1 steps: step %2 was chosen with %3 mAP on the validation pictures. The network is in %4.</source>
        <translation>Fertig nach %1 Schritten: Schritt %2 wurde mit %3 mAP auf den Validierungsbildern gewählt. Das Netz liegt in %4.</translation>
    </message>
    <message>
        <source>Stopped before the first step.</source>
        <translation>Vor dem ersten Schritt angehalten.</translation>
    </message>
    <message>
        <source>Stopped after step %1. Starting again with the same recipe and folder goes on there.</source>
        <translation>Nach Schritt %1 angehalten. Ein neuer Start mit demselben Rezept und Ordner geht dort weiter.</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message>
        <source>Preparing …</source>
        <translation>Wird vorbereitet …</translation>
    </message>
    <message>
        <source>Preparing: %1 of %2</source>
        <translation>Vorbereitung: %1 von %2</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>%1 · paused</source>
        <translation>%1 · Pause</translation>
    </message>
    <message>
        <source>%1 · storing the checkpoint …</source>
        <translation>%1 · Zwischenstand wird gespeichert …</translation>
    </message>
    <message>
        <source>%1 · %2 left</source>
        <translation>%1 · noch %2</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::TrainingWindow</name>
    <message>
        <source>Train a network</source>
        <translation>Netz trainieren</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation>Wählen: %1</translation>
    </message>
    <message>
        <source>&amp;Recipe</source>
        <translation>&amp;Rezept</translation>
    </message>
    <message>
        <source>Training recipe</source>
        <translation>Trainingsrezept</translation>
    </message>
    <message>
        <source>Recipes (*.json);;All files (*)</source>
        <translation>Rezepte (*.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>A folder with manifest.json, or with one folder of photos a class</source>
        <translation>Ein Ordner mit manifest.json oder mit einem Ordner Fotos je Klasse</translation>
    </message>
    <message>
        <source>&amp;Photos</source>
        <translation>&amp;Fotos</translation>
    </message>
    <message>
        <source>Photos to train on</source>
        <translation>Fotos zum Trainieren</translation>
    </message>
    <message>
        <source>Shipped baseline</source>
        <translation>Mitgelieferte Basis</translation>
    </message>
    <message>
        <source>Starting &amp;weights</source>
        <translation>&amp;Startgewichte</translation>
    </message>
    <message>
        <source>Starting weights</source>
        <translation>Startgewichte</translation>
    </message>
    <message>
        <source>Weights (*.safetensors);;All files (*)</source>
        <translation>Gewichte (*.safetensors);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>&amp;Output folder</source>
        <translation>&amp;Ausgabeordner</translation>
    </message>
    <message>
        <source>Where the network goes</source>
        <translation>Wohin das Netz kommt</translation>
    </message>
    <message>
        <source>Go on from a &amp;checkpoint that fits</source>
        <translation>Von einem passenden &amp;Zwischenstand weitergehen</translation>
    </message>
    <message>
        <source>Progress of the training</source>
        <translation>Fortschritt des Trainings</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Ends the run and keeps its checkpoint</source>
        <translation>Beendet den Lauf und behält seinen Zwischenstand</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Choose a training recipe.</source>
        <translation>Wählen Sie ein Trainingsrezept.</translation>
    </message>
    <message>
        <source>Choose the folder with the photos to train on.</source>
        <translation>Wählen Sie den Ordner mit den Fotos zum Trainieren.</translation>
    </message>
    <message>
        <source>The folder %1 is not there.</source>
        <translation>Der Ordner %1 ist nicht da.</translation>
    </message>
    <message>
        <source>The file %1 is not there.</source>
        <translation>Die Datei %1 ist nicht da.</translation>
    </message>
    <message>
        <source>Choose the folder for the trained network.</source>
        <translation>Wählen Sie den Ordner für das trainierte Netz.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Architecture %1 · %2 steps of %3 pairs</source>
        <translation>Architektur %1 · %2 Schritte mit %3 Paaren</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::WorkPage</name>
    <message>
        <source>Query</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>The picture, its box and the damaged crop</source>
        <translation>Das Bild, sein Rahmen und der verschlechterte Ausschnitt</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Query and chosen result beside or on top of each other (Enter)</source>
        <translation>Anfrage und gewählter Treffer neben- oder übereinander (Eingabe)</translation>
    </message>
    <message>
        <source>Rankings</source>
        <translation>Ranglisten</translation>
    </message>
    <message>
        <source>Load ground truth …</source>
        <translation>Referenzdaten laden …</translation>
    </message>
    <message>
        <source>A file that says which pictures each query should find</source>
        <translation>Eine Datei, die sagt, welche Bilder jede Anfrage finden soll</translation>
    </message>
    <message numerus="yes">
        <source>Ground truth: %n query(s)</source>
        <translation>
            <numerusform>Referenzdaten: %n Anfrage</numerusform>
            <numerusform>Referenzdaten: %n Anfragen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 – press to load another</source>
        <translation>%1 – drücken, um andere zu laden</translation>
    </message>
    <message>
        <source>Query, clean</source>
        <translation>Anfrage, unverändert</translation>
    </message>
    <message>
        <source>Query, as the networks see it</source>
        <translation>Anfrage, wie die Netze sie sehen</translation>
    </message>
    <message>
        <source>Rank %1 · %2 · %3</source>
        <translation>Rang %1 · %2 · %3</translation>
    </message>
    <message>
        <source>Lost: rank %1 · %2 · %3</source>
        <translation>Verloren: Rang %1 · %2 · %3</translation>
    </message>
    <message>
        <source>Lost: was rank %1, now not in the first ranks · %2 · %3</source>
        <translation>Verloren: war Rang %1, jetzt nicht mehr unter den ersten Rängen · %2 · %3</translation>
    </message>
    <message numerus="yes">
        <source>%n number(s) a picture</source>
        <translation>
            <numerusform>%n Zahl je Bild</numerusform>
            <numerusform>%n Zahlen je Bild</numerusform>
        </translation>
    </message>
    <message>
        <source>Computed on %1</source>
        <translation>Berechnet auf %1</translation>
    </message>
    <message>
        <source>Computed on %1 in %2</source>
        <translation>Berechnet auf %1 in %2</translation>
    </message>
    <message>
        <source>Least cosine to the vectors of fp32: %1</source>
        <translation>Kleinster Kosinus zu den Vektoren von fp32: %1</translation>
    </message>
    <message>
        <source>Models: %1 of %2</source>
        <translation>Modelle: %1 von %2</translation>
    </message>
    <message>
        <source>The models whose rankings are shown</source>
        <translation>Die Modelle, deren Ranglisten gezeigt werden</translation>
    </message>
    <message>
        <source>Rank with %1</source>
        <translation>Mit %1 ordnen</translation>
    </message>
    <message>
        <source>Check a model above, and what it finds appears here.</source>
        <translation>Kreuzen Sie oben ein Modell an; was es findet, erscheint hier.</translation>
    </message>
    <message>
        <source>Robustness</source>
        <translation>Robustheit</translation>
    </message>
    <message>
        <source>How much damage this query bears, live (Ctrl+B)</source>
        <translation>Wie viel Störung diese Anfrage verträgt, live (Strg+B)</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>What moved from one ranking to the next (Ctrl+J)</source>
        <translation>Was sich von einer Rangliste zur nächsten bewegt hat (Strg+J)</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>Lupe</translation>
    </message>
    <message>
        <source>What no help, the compensation block and restored pixels do to the query (Ctrl+L)</source>
        <translation>Was keine Hilfe, der Ausgleichsblock und wiederhergestellte Pixel bei der Anfrage bewirken (Strg+L)</translation>
    </message>
    <message>
        <source>What each model finds for the query</source>
        <translation>Was jedes Modell zur Anfrage findet</translation>
    </message>
    <message>
        <source>Failure atlas</source>
        <translation>Fehleratlas</translation>
    </message>
    <message>
        <source>How well each model still finds its pictures under every damage (Ctrl+Shift+T)</source>
        <translation>Wie gut jedes Modell seine Bilder bei jeder Störung noch findet (Strg+Umschalt+T)</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::AtlasDialog</name>
    <message>
        <source>Measure the failure atlas</source>
        <translation>Fehleratlas messen</translation>
    </message>
    <message>
        <source>Every chosen query is damaged in every way and searched with every model. More queries and seeds give narrower intervals and take longer. What is finished is kept: one can stop and go on later.</source>
        <translation>Jede gewählte Anfrage wird auf jede Art verschlechtert und mit jedem Modell gesucht. Mehr Anfragen und Startwerte geben engere Intervalle und dauern länger. Fertiges bleibt erhalten: Man kann anhalten und später weitermachen.</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Seeds for each cell</source>
        <translation>Startwerte je Feld</translation>
    </message>
    <message>
        <source>Severity %1</source>
        <translation>Stufe %1</translation>
    </message>
    <message>
        <source>Kinds of damage</source>
        <translation>Arten der Störung</translation>
    </message>
    <message>
        <source>&amp;Queries</source>
        <translation>An&amp;fragen</translation>
    </message>
    <message>
        <source>&amp;Seeds</source>
        <translation>&amp;Startwerte</translation>
    </message>
    <message>
        <source>Severities</source>
        <translation>Stufen</translation>
    </message>
    <message>
        <source>&amp;Kinds of damage</source>
        <translation>&amp;Arten der Störung</translation>
    </message>
    <message>
        <source>How much work this is</source>
        <translation>Wie viel Arbeit das ist</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source> of %1</source>
        <translation> von %1</translation>
    </message>
    <message>
        <source>Choose at least one severity and one kind of damage.</source>
        <translation>Wählen Sie mindestens eine Stufe und eine Art der Störung.</translation>
    </message>
    <message>
        <source>Looking for what is finished …</source>
        <translation>Suche, was schon fertig ist …</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weitermachen</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::AtlasGrid</name>
    <message>
        <source>Severity %1</source>
        <translation>Stufe %1</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::AtlasModel</name>
    <message>
        <source>Queries that could not be read count as not found: %1.</source>
        <translation>Anfragen, die nicht gelesen werden konnten, zählen als nicht gefunden: %1.</translation>
    </message>
    <message>
        <source>Clean</source>
        <translation>Unverändert</translation>
    </message>
    <message>
        <source>%1, severity %2</source>
        <translation>%1, Stufe %2</translation>
    </message>
    <message>
        <source>Without damage: %1.</source>
        <translation>Ohne Störung: %1.</translation>
    </message>
    <message>
        <source>%1 (from %2 to %3)</source>
        <translation>%1 (von %2 bis %3)</translation>
    </message>
    <message>
        <source>%1 is better than %2; the difference is %3.</source>
        <translation>%1 ist besser als %2; der Unterschied ist %3.</translation>
    </message>
    <message>
        <source>%1 is worse than %2; the difference is %3.</source>
        <translation>%1 ist schlechter als %2; der Unterschied ist %3.</translation>
    </message>
    <message>
        <source>No difference shown between %1 and %2: %3.</source>
        <translation>Kein Unterschied zwischen %1 und %2 gezeigt: %3.</translation>
    </message>
    <message>
        <source>Queries: %1 · seeds: %2</source>
        <translation>Anfragen: %1 · Startwerte: %2</translation>
    </message>
    <message>
        <source>%1 rankings with every model.</source>
        <translation>%1 Ranglisten mit jedem Modell.</translation>
    </message>
    <message>
        <source>All of it is there from before.</source>
        <translation>Alles davon ist schon fertig.</translation>
    </message>
    <message>
        <source>%1 % of it is there from before.</source>
        <translation>%1 % davon sind schon fertig.</translation>
    </message>
    <message>
        <source>Mean average precision %1, %2 interval from %3 to %4.</source>
        <translation>Mittlere Genauigkeit (mAP) %1, %2-Intervall von %3 bis %4.</translation>
    </message>
    <message>
        <source>Not measured yet.</source>
        <translation>Noch nicht gemessen.</translation>
    </message>
    <message>
        <source>Mean average precision %1; an interval needs two queries.</source>
        <translation>Mittlere Genauigkeit (mAP) %1; ein Intervall braucht zwei Anfragen.</translation>
    </message>
    <message>
        <source>Unfinished: %1.</source>
        <translation>Noch nicht fertig: %1.</translation>
    </message>
    <message>
        <source>%1 · unfinished</source>
        <translation>%1 · noch nicht fertig</translation>
    </message>
    <message>
        <source>so far %1 of %2 queries</source>
        <translation>bisher %1 von %2 Anfragen</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::AtlasView</name>
    <message>
        <source>Failure atlas</source>
        <translation>Fehleratlas</translation>
    </message>
    <message>
        <source>What the cells show</source>
        <translation>Was die Felder zeigen</translation>
    </message>
    <message>
        <source>Measure …</source>
        <translation>Messen …</translation>
    </message>
    <message>
        <source>Save the atlas as CSV or JSON</source>
        <translation>Atlas als CSV oder JSON speichern</translation>
    </message>
    <message>
        <source>Copy as command that prints this atlas</source>
        <translation>Als Befehl kopieren, der diesen Atlas ausgibt</translation>
    </message>
    <message>
        <source>Progress of measuring</source>
        <translation>Fortschritt der Messung</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>What is finished is kept; measuring again goes on from there</source>
        <translation>Fertiges bleibt erhalten; beim nächsten Messen geht es dort weiter</translation>
    </message>
    <message>
        <source>Kinds of damage and severities</source>
        <translation>Arten und Stufen der Störung</translation>
    </message>
    <message>
        <source>What is known of this cell</source>
        <translation>Was über dieses Feld bekannt ist</translation>
    </message>
    <message>
        <source>Worst queries; a click opens one with this damage</source>
        <translation>Schlechteste Anfragen; ein Klick öffnet eine mit dieser Störung</translation>
    </message>
    <message>
        <source>Worst queries</source>
        <translation>Schlechteste Anfragen</translation>
    </message>
    <message>
        <source>How well does each model still find its pictures under every kind of damage? The atlas measures it with the queries of the ground truth, and says how sure each number is.</source>
        <translation>Wie gut findet jedes Modell seine Bilder bei jeder Art von Störung noch? Der Atlas misst es mit den Anfragen der Referenzdaten und sagt, wie sicher jede Zahl ist.</translation>
    </message>
    <message>
        <source>The failure atlas needs a ground truth: a file that says which pictures each query should find.</source>
        <translation>Der Fehleratlas braucht Referenzdaten: eine Datei, die sagt, welche Bilder jede Anfrage finden soll.</translation>
    </message>
    <message>
        <source>Load ground truth …</source>
        <translation>Referenzdaten laden …</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>Wird gestartet …</translation>
    </message>
    <message>
        <source>%1 against %2</source>
        <translation>%1 gegen %2</translation>
    </message>
    <message>
        <source>AP %1</source>
        <translation>AP %1</translation>
    </message>
    <message>
        <source>Save the atlas</source>
        <translation>Atlas speichern</translation>
    </message>
    <message>
        <source>Tables (*.csv);;JSON (*.json)</source>
        <translation>Tabellen (*.csv);;JSON (*.json)</translation>
    </message>
    <message>
        <source>The first numbers appear as soon as a query is measured. Searching goes on meanwhile.</source>
        <translation>Die ersten Zahlen erscheinen, sobald eine Anfrage gemessen ist. Die Suche geht inzwischen weiter.</translation>
    </message>
</context>
<context>
    <name>adapnet::ui::RecipeFiles</name>
    <message>
        <source>%1 was not loaded: %2</source>
        <comment>file name, reason</comment>
        <translation>%1 wurde nicht geladen: %2</translation>
    </message>
    <message>
        <source>%1 was not saved: %2</source>
        <comment>file name, reason</comment>
        <translation>%1 wurde nicht gespeichert: %2</translation>
    </message>
</context>
</TS>
