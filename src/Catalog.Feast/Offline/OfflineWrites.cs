using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Core.Values;
using Catalog.Feast.Registry;
using Catalog.Feast.Serving;
using FeatureStore.Ports;
using FeatureStore.TrainingSets;
using Ingestion.Events;
using Ingestion.Model;
using Ingestion.Pushes;

namespace Catalog.Feast.Offline;

/// <summary>
/// Pushes the rows that a client writes for a view into the source of the view, for the offline store alone. A client that pushes writes the same rows once for each view over the source, so the rows
/// themselves name the push: they become events once. Thread-safe.
/// </summary>
internal sealed class OfflineWrites(FeastRegistry registry, TrainingSetService frames, TrainingSetReader reader, PushService pushes, IFeatureRegistry views)
{
    private const int FlushBytes = 64 * 1024;

    /// <summary>Writes rows.</summary>
    /// <param name="view">Name of the view.</param>
    /// <param name="frame">The rows, with the names of the source's columns.</param>
    /// <param name="cancellationToken">Stops it before anything is appended.</param>
    /// <exception cref="Core.Errors.CatalogException">They are refused.</exception>
    internal async Task<JsonObject> WriteAsync(string view, SpooledFrame frame, CancellationToken cancellationToken)
    {
        var written = registry.Current.Set.FindView(view) ?? throw RegistryErrors.NoView(view);
        var source = DataSources.Require(registry, written.Source);
        var columns = await frames.GetFrameColumnsAsync(frame, cancellationToken).ConfigureAwait(false);
        string[] names = [.. columns.Select(static column => column.Name)];
        FeastPush.Check(names, "the uploaded table", source, views.Views);
        var key = await frame.HashAsync(cancellationToken).ConfigureAwait(false);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pipe = new Pipe();
        var writing = WriteLinesAsync(names, frame, source, pipe.Writer, ending.Token);
        try
        {
            var push = new PushRequest { Source = source.Name, Content = pipe.Reader.AsStream(leaveOpen: true), Targets = EventTargets.Offline, IdempotencyKey = $"offline-write-{key}" };
            var result = await pushes.PushAsync(push, cancellationToken).ConfigureAwait(false);
            return new JsonObject { ["read"] = result.Read, ["accepted"] = result.Accepted, ["quarantined"] = result.Quarantined, ["duplicate"] = result.Duplicate };
        }
        finally
        {
            // The push may have been refused in the middle of the rows.
            await ending.CancelAsync().ConfigureAwait(false);
            await pipe.Reader.CompleteAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(false);
        }
    }

    /// <summary>Writes the rows as JSON lines. What goes wrong reaches whoever reads them, so that nothing is appended.</summary>
    private async Task WriteLinesAsync(IReadOnlyList<string> names, SpooledFrame frame, Source source, PipeWriter writer, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            var known = names.Select(name => source.Columns.Any(column => column.Name == name)).ToArray();
            await foreach (var row in reader.ReadFrameAsync(frame, cancellationToken).ConfigureAwait(false))
            {
                WriteLine(writer, names, known, row);
                if (writer.UnflushedBytes >= FlushBytes && (await writer.FlushAsync(cancellationToken).ConfigureAwait(false)).IsCompleted)
                {
                    break;
                }
            }
        }
        catch (Exception exception) when (exception is not AccessViolationException)
        {
            failure = exception;
        }

        await writer.CompleteAsync(failure).ConfigureAwait(false);
    }

    private static void WriteLine(PipeWriter writer, IReadOnlyList<string> names, bool[] known, Value[] row)
    {
        using (var json = new Utf8JsonWriter(writer))
        {
            json.WriteStartObject();
            for (var i = 0; i < row.Length; i++)
            {
                if (known[i])
                {
                    json.WritePropertyName(names[i]);
                    PushedRow.WriteValue(json, row[i]);
                }
            }

            json.WriteEndObject();
        }

        writer.GetSpan(1)[0] = (byte)'\n';
        writer.Advance(1);
    }
}
