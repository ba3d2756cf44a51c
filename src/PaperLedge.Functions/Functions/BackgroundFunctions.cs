using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Publishing;
using PaperLedge.Storage;
using PaperLedge.Storage.Queues;

namespace PaperLedge.Functions.Functions;

public sealed class BackgroundFunctions(
    UploadRegistration uploads, ShowRegistration show, TranscriptionJob transcription, Announcements announcements, TidyJob tidy)
{
    // The blob itself is not read here: binding the client costs nothing and makes the name available.
    [Function(nameof(RegisterEpisode))]
    public Task RegisterEpisode(
        [BlobTrigger(StorageNames.EpisodesContainer + "/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob,
        string name,
        CancellationToken cancellationToken) =>
        uploads.RegisterAsync(name, cancellationToken);

    [Function(nameof(RegisterShow))]
    public Task RegisterShow(
        [BlobTrigger(StorageNames.ConfigContainer + "/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob,
        string name,
        CancellationToken cancellationToken) =>
        show.RegisterAsync(name, cancellationToken);

    [Function(nameof(PrepareEpisode))]
    public Task PrepareEpisode([QueueTrigger(StorageNames.PrepareQueue)] WorkMessage message, CancellationToken cancellationToken) =>
        transcription.RunAsync(message, cancellationToken);

    [Function(nameof(TranscribePiece))]
    public Task TranscribePiece([QueueTrigger(StorageNames.TranscribeQueue)] WorkMessage message, CancellationToken cancellationToken) =>
        transcription.RunAsync(message, cancellationToken);

    [Function(nameof(AnnounceChange))]
    public Task AnnounceChange([QueueTrigger(StorageNames.AnnounceQueue)] AnnounceMessage message, CancellationToken cancellationToken) =>
        announcements.AnnounceAsync(message, cancellationToken);

    [Function(nameof(Tidy))]
    public Task Tidy([TimerTrigger("%TidySchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        tidy.RunAsync(cancellationToken);

    // The host moves a message that failed too often to a poison queue. These functions report it in the status.

    [Function(nameof(AbandonUpload))]
    public Task AbandonUpload([QueueTrigger(StorageNames.BlobPoisonQueue)] string message, CancellationToken cancellationToken) =>
        uploads.AbandonAsync(message, cancellationToken);

    [Function(nameof(AbandonPreparation))]
    public Task AbandonPreparation([QueueTrigger(StorageNames.PreparePoisonQueue)] string message, CancellationToken cancellationToken) =>
        transcription.AbandonAsync(message, cancellationToken);

    [Function(nameof(AbandonPiece))]
    public Task AbandonPiece([QueueTrigger(StorageNames.TranscribePoisonQueue)] string message, CancellationToken cancellationToken) =>
        transcription.AbandonAsync(message, cancellationToken);

    [Function(nameof(AbandonAnnouncement))]
    public Task AbandonAnnouncement([QueueTrigger(StorageNames.AnnouncePoisonQueue)] string message, CancellationToken cancellationToken) =>
        announcements.AbandonAsync(message, cancellationToken);
}
