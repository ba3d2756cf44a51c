namespace PaperLedge.Core.Episodes;

/// <summary>Reads an episode's sidecar: what is right counts, what is wrong is told, and nothing throws.</summary>
public static class SidecarReader
{
    /// <summary>PSP-1: values other than descriptions have at most 255 characters.</summary>
    public const int MaxLine = 255;

    /// <summary>A table's string property holds 32 Ki UTF-16 characters; this leaves room and fills many screens.</summary>
    public const int MaxShowNotes = 30_000;

    /// <summary>With <see cref="MaxLine"/> bytes each they still fit in one property; the longest author lists are credited "et al." anyway.</summary>
    public const int MaxAuthors = 100;

    /// <summary>A file larger than this is not a sidecar: all fields at their limits come to less, even with every character escaped.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <param name="file">The blob's name, for messages.</param>
    public static (Sidecar Sidecar, IReadOnlyList<string> Problems) Read(ReadOnlyMemory<byte> json, string file)
    {
        var problems = new List<string>();
        if (json.Length > MaxBytes)
        {
            problems.Add($"{file}: is {json.Length} bytes long, more than the {MaxBytes} that a sidecar may have; the file is ignored.");
            return (Sidecar.Empty with { IsReadable = false }, problems);
        }

        if (JsonFields.Parse(json, file, problems) is not { } fields)
        {
            return (Sidecar.Empty with { IsReadable = false }, problems);
        }

        var title = fields.Line("title", MaxLine);
        var description = fields.Block("description", MaxShowNotes);
        var showNotes = fields.Block("showNotes", MaxShowNotes);
        var published = fields.Date("published");
        var sidecar = new Sidecar(
            title,
            showNotes ?? description,
            published,
            fields.PositiveInteger("season"),
            fields.PositiveInteger("episode"),
            fields.Boolean("explicit"),
            fields.Language("language"),
            ReadPaper(fields.Object("paper"), file, problems))
        {
            Details = EpisodeDetailsReader.Read(fields),
            HasWrongDate = published is null && fields.Has("published"),
        };
        fields.RefuseOthers();
        return (sidecar, problems);
    }

    private static Paper? ReadPaper(JsonFields? fields, string file, List<string> problems)
    {
        if (fields is null)
        {
            return null;
        }

        var title = fields.Line("title", MaxLine);
        var authors = fields.Lines("authors", MaxAuthors, MaxLine) ?? [];
        var url = fields.WebAddress("url");
        fields.RefuseOthers();
        if (title is null)
        {
            problems.Add($"{file}: 'paper' has no title; the paper is not credited. Add \"title\" to it.");
            return null;
        }

        return new Paper(title, authors, url);
    }
}
