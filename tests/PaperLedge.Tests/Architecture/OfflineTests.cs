using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using PaperLedge.Cli.Checking;
using PaperLedge.Cli.Commands;
using PaperLedge.Cli.Demo;
using PaperLedge.Cli.Processes;
using PaperLedge.Cli.Publishing;
using PaperLedge.Cli.Speech;
using PaperLedge.DevHost.Processes;
using PaperLedge.Speech.Audio;

namespace PaperLedge.Tests.Architecture;

/// <summary>These tests start no process and open no socket. Those that do are in PaperLedge.ComponentTests.</summary>
public sealed class OfflineTests
{
    /// <summary>Types, or beginnings of their full names, that exist to start processes or to use the network.</summary>
    private static readonly string[] s_banned =
    [
        "System.Diagnostics.Process",
        "System.Net.HttpListener",
        "System.Net.Http.HttpClientHandler",
        "System.Net.Http.SocketsHttpHandler",
        "System.Net.Sockets.",
        "System.Net.WebSockets.",
        "Microsoft.AspNetCore.Builder.WebApplication",
        "Microsoft.AspNetCore.Hosting.",
        "Microsoft.AspNetCore.Server.",
        "CliWrap.",
    ];

    /// <summary>Types of ours that do so. A name leaves no reference behind.</summary>
    private static readonly string[] s_bannedOfOurs =
    [
        nameof(FfmpegDecoder), nameof(AudioProbe), nameof(FfmpegTool),
        nameof(ChildProcess), nameof(Azurite), nameof(FunctionApp), nameof(LocalPorts), nameof(Reaper),
        nameof(CommandLine), nameof(DemoRun), nameof(SiteClient), nameof(FeedInspection),
        nameof(FeedClient), nameof(ModelPreparation), nameof(Producer),
        nameof(AppClient), nameof(Following), nameof(Publication), nameof(FileValidation),
    ];

    [Fact]
    public void These_tests_start_no_process_and_open_no_socket()
    {
        using var file = new PEReader(File.OpenRead(typeof(OfflineTests).Assembly.Location));
        var metadata = file.GetMetadataReader();

        var types = metadata.TypeReferences.Select(handle => FullName(metadata, handle)).Where(IsBanned);
        var calls = metadata.MemberReferences.Select(metadata.GetMemberReference).Where(member => UsesNetwork(metadata, member));

        Assert.Empty(types.Concat(calls.Select(member => $"{FullName(metadata, member.Parent)}.{metadata.GetString(member.Name)}")));
    }

    private static bool IsBanned(string type) =>
        s_banned.Any(name => type.StartsWith(name, StringComparison.Ordinal)) ||
        (type.StartsWith("PaperLedge.", StringComparison.Ordinal) && s_bannedOfOurs.Contains(type[(type.LastIndexOf('.') + 1)..]));

    /// <summary>
    /// A new client of Azure's opens nothing yet, and an <see cref="HttpClient"/> uses the network unless it is given a handler.
    /// </summary>
    private static bool UsesNetwork(MetadataReader metadata, MemberReference member)
    {
        var type = FullName(metadata, member.Parent);
        var isConstructor = metadata.GetString(member.Name) == ".ctor";
        return type == typeof(HttpClient).FullName
            ? isConstructor && ParameterCount(metadata, member) == 0
            : type.StartsWith("Azure.", StringComparison.Ordinal) && type.EndsWith("Client", StringComparison.Ordinal) && !isConstructor;
    }

    private static int ParameterCount(MetadataReader metadata, MemberReference member)
    {
        var signature = metadata.GetBlobReader(member.Signature);
        signature.ReadSignatureHeader();
        return signature.ReadCompressedInteger();
    }

    /// <returns>The name, or nothing for what is not a reference to a type, such as an array's own methods.</returns>
    private static string FullName(MetadataReader metadata, EntityHandle handle)
    {
        if (handle.Kind != HandleKind.TypeReference)
        {
            return "";
        }

        var type = metadata.GetTypeReference((TypeReferenceHandle)handle);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }
}
