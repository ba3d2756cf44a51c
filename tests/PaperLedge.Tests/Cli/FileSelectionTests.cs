using PaperLedge.Cli.Publishing;

namespace PaperLedge.Tests.Cli;

public sealed class FileSelectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_folder_is_searched_for_everything_that_a_producer_has()
    {
        Make("talk.mp3", "talk.json", "talk.vtt", "show.json", "cover.png", "notes.txt", ".hidden.mp3");

        var selection = FileSelection.Of([_folder.Path], sidecar: null);

        Assert.Equal(["show.json", "talk.json", "talk.vtt", "talk.mp3"], Names(selection));
        Assert.Empty(selection.Problems);
        Assert.Contains(": notes.txt.", Assert.Single(selection.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sidecar_beside_audio_goes_with_it_and_captions_only_if_they_are_named()
    {
        Make("talk.mp3", "talk.json", "talk.vtt");

        var selection = FileSelection.Of([_folder.Of("talk.mp3")], sidecar: null);

        Assert.Equal(["talk.json", "talk.mp3"], Names(selection));
        Assert.Contains("talk.vtt", Assert.Single(selection.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sidecar_of_another_name_is_stored_under_the_audios()
    {
        Make("talk.mp3", "talk.json", "draft.json");

        var selection = FileSelection.Of([_folder.Of("talk.mp3")], new FileInfo(_folder.Of("draft.json")));

        Assert.Equal(["talk.json", "talk.mp3"], Names(selection));
        Assert.Equal("draft.json", selection.Files[0].File.Name);
    }

    [Fact]
    public void Every_wrong_name_is_reported_with_what_to_do()
    {
        Make("My Episode 1.mp3", "notes.docx", "talk.mp3", "talk.wav");

        var selection = FileSelection.Of(
            [
                _folder.Of("My Episode 1.mp3"), _folder.Of("notes.docx"), _folder.Of("missing.mp3"), _folder.Of("talk.mp3"),
                _folder.Of("talk.wav"),
            ],
            sidecar: null);

        Assert.True(selection.HasMissing);
        Assert.Collection(
            selection.Problems,
            problem => Assert.Contains("my-episode-1.mp3", problem, StringComparison.Ordinal),
            problem => Assert.Contains("known extension", problem, StringComparison.Ordinal),
            problem => Assert.Contains("There is no file", problem, StringComparison.Ordinal),
            problem => Assert.Contains("same episode, 'talk'", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void An_option_for_one_audio_file_is_refused_with_two()
    {
        Make("one.mp3", "two.mp3", "draft.json");

        var selection = FileSelection.Of([_folder.Of("one.mp3"), _folder.Of("two.mp3")], new FileInfo(_folder.Of("draft.json")));

        Assert.Contains("--sidecar belongs to one audio file", Assert.Single(selection.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_anything_to_publish_is_reported()
    {
        Make("notes.txt");

        var selection = FileSelection.Of([_folder.Path], sidecar: null);

        Assert.Contains("contains no audio", Assert.Single(selection.Problems), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Names(FileSelection selection) => selection.Files.Select(file => file.BlobName);

    private void Make(params string[] names)
    {
        foreach (var name in names)
        {
            File.WriteAllText(_folder.Of(name), name);
        }
    }
}
