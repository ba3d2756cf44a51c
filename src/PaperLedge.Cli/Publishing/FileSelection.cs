using PaperLedge.Core.Episodes;
using PaperLedge.Storage;

namespace PaperLedge.Cli.Publishing;

/// <summary>Finds a producer's files among the given files and folders, with the sidecar beside each audio file.</summary>
internal sealed class FileSelection
{
    private static readonly string[] s_pictures = [".jpg", ".jpeg", ".png"];

    private readonly Dictionary<string, ProducerFile> _files = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];
    private readonly List<string> _notes = [];

    private FileSelection()
    {
    }

    public IReadOnlyList<ProducerFile> Files => [.. _files.Values.OrderBy(file => file.Kind).ThenBy(file => file.BlobName)];

    /// <summary>Pictures from the command itself, not from a folder; only the show's settings say whether they are its artwork.</summary>
    public IReadOnlyList<FileInfo> Pictures { get; private set; } = [];

    /// <summary>What is wrong with the files' names, and what to do.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>What is left out, and why.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Whether a given path does not exist.</summary>
    public bool HasMissing { get; private set; }

    /// <param name="sidecar">The sidecar of the only audio file, whatever its name; null to take the one beside it.</param>
    public static FileSelection Of(IReadOnlyList<string> paths, FileInfo? sidecar)
    {
        var selection = new FileSelection();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                selection.AddFolder(new DirectoryInfo(path));
            }
            else
            {
                selection.AddNamed(new FileInfo(path));
            }
        }

        selection.AddSidecar(sidecar);
        selection.AddSidecarsBeside();
        selection.FindSecondFiles();
        return selection;
    }

    /// <param name="file">The show's settings, whatever the file's name.</param>
    public static FileSelection OfShow(FileInfo file)
    {
        var selection = new FileSelection();
        selection.Add(ProducerFile.Show(file));
        return selection;
    }

    private void AddFolder(DirectoryInfo folder)
    {
        var before = _files.Count;
        var left = new List<string>();
        // Of the pictures beside a show.json, the one that it names is its artwork.
        var hasShow = File.Exists(Path.Combine(folder.FullName, StorageNames.ShowSettingsBlob));
        foreach (var file in folder.EnumerateFiles().Where(file => file.Name[0] != '.').OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            if (file.Name == StorageNames.ShowSettingsBlob)
            {
                Add(ProducerFile.Show(file));
            }
            else if (UploadName.TryParse("x" + file.Extension, out _, out _))
            {
                AddEpisodeFile(file);
            }
            else if (!hasShow || !IsPicture(file))
            {
                left.Add(file.Name);
            }
        }

        if (_files.Count == before && _problems.Count == 0)
        {
            _problems.Add($"{folder.FullName} contains no audio, sidecar, captions or show.json. Name the files, or another folder.");
        }
        else if (left.Count > 0)
        {
            _notes.Add($"Left out of {folder.Name}: {string.Join(", ", left)}. To upload a picture alone, name it.");
        }
    }

    private void AddNamed(FileInfo file)
    {
        if (!file.Exists)
        {
            HasMissing = true;
            _problems.Add($"There is no file {file.FullName}.");
        }
        else if (file.Name == StorageNames.ShowSettingsBlob)
        {
            Add(ProducerFile.Show(file));
        }
        else if (IsPicture(file))
        {
            Pictures = [.. Pictures, file];
        }
        else
        {
            AddEpisodeFile(file);
        }
    }

    private static bool IsPicture(FileInfo file) => s_pictures.Contains(file.Extension, StringComparer.OrdinalIgnoreCase);

    private void AddEpisodeFile(FileInfo file)
    {
        if (UploadName.TryParse(file.Name, out var name, out var problem))
        {
            Add(ProducerFile.OfEpisode(file, name));
        }
        else
        {
            _problems.Add(problem);
        }
    }

    private void AddSidecar(FileInfo? sidecar)
    {
        if (sidecar is null)
        {
            return;
        }

        var audio = _files.Values.Where(file => file.Kind == FileKind.Audio).ToList();
        if (!sidecar.Exists)
        {
            HasMissing = true;
            _problems.Add($"There is no file {sidecar.FullName}.");
        }
        else if (audio is not [{ Slug: { } slug }])
        {
            if (_problems.Count == 0)
            {
                _problems.Add("--sidecar belongs to one audio file: name exactly one, or name each sidecar like its audio.");
            }
        }
        else
        {
            Add(new ProducerFile(sidecar, FileKind.Sidecar, UploadName.SidecarOf(slug), slug));
        }
    }

    private void AddSidecarsBeside()
    {
        foreach (var audio in _files.Values.Where(file => file.Kind == FileKind.Audio).ToList())
        {
            var slug = audio.Slug!.Value;
            var beside = new FileInfo(Path.Combine(audio.File.DirectoryName!, UploadName.SidecarOf(slug)));
            if (beside.Exists && !_files.ContainsKey(beside.Name))
            {
                Add(new ProducerFile(beside, FileKind.Sidecar, beside.Name, slug));
            }

            // Captions may be a machine's and replace the transcript, so they are uploaded only if they are named.
            foreach (var captions in UploadName.CaptionsOf(slug).Where(name => !_files.ContainsKey(name)))
            {
                if (File.Exists(Path.Combine(audio.File.DirectoryName!, captions)))
                {
                    _notes.Add($"{captions} is beside the audio but was not named, so it is not uploaded.");
                }
            }
        }
    }

    private void Add(ProducerFile file)
    {
        if (!_files.TryAdd(file.BlobName, file) && _files[file.BlobName].File.FullName != file.File.FullName)
        {
            _problems.Add(
                $"{file.File.FullName} and {_files[file.BlobName].File.FullName} would both be uploaded as '{file.BlobName}'. " +
                "Name one of them.");
        }
    }

    private void FindSecondFiles()
    {
        foreach (var episode in _files.Values.Where(file => file.Kind == FileKind.Audio).GroupBy(file => file.Slug))
        {
            if (episode.Count() > 1)
            {
                var names = string.Join(" and ", episode.Select(file => $"'{file.BlobName}'"));
                _problems.Add($"{names} would be the same episode, '{episode.Key}'. Name one of them, or rename the other.");
            }
        }
    }
}
