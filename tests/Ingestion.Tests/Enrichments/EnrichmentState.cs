using Conformance;
using Conformance.Offline;
using Conformance.Proof;
using FeatureStore.Model;
using Ingestion.Tests.Testing;

namespace Ingestion.Tests.Enrichments;

/// <summary>What survives the processes of a test.</summary>
internal sealed class EnrichmentState(params FeatureView[] views) : IDisposable
{
    internal TemporaryDirectory Folder { get; } = new();

    internal FakeFeatureRegistry Views { get; } = new(views);

    internal InMemoryOfflineManifest Manifest { get; } = new();

    internal InMemoryOfflineFiles Files { get; } = new(TimeProvider.System);

    internal InMemoryOneSidedKeys OneSided { get; } = new();

    internal InMemoryComputedVersions Versions { get; } = new();

    internal MemoryJobs Jobs { get; } = new();

    internal RecordingRunJournal Journal { get; } = new();

    public void Dispose() => Folder.Dispose();

    /// <summary>The same logs of the sources that nothing makes, and nothing else: everything made of them is to be made again.</summary>
    internal EnrichmentState CopyRaw()
    {
        var copy = new EnrichmentState([.. Views.Views]);
        foreach (var topic in new[] { TestEnrichment.Tickets.Name, TestEnrichment.Tiers.Name })
        {
            var target = Directory.CreateDirectory(Path.Combine(copy.Folder.Path, "eventlog", topic)).FullName;
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder.Path, "eventlog", topic)))
            {
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
            }
        }

        return copy;
    }
}
