using System.Text;
using System.Text.Json;
using FeatureStore;
using FeatureStore.TrainingSets;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Catalog.Web.Http;

/// <summary>Reads what the doors of training sets are asked. A frame goes straight to disk, whatever its size.</summary>
internal static class TrainingSetRequests
{
    private const string FramePart = "frame";
    private const string SpecPart = "spec";
    private const int MaxSpecBytes = 1 << 20;

    /// <summary>The request and its entity frame.</summary>
    /// <exception cref="FeatureStoreException">The body is not what the door takes.</exception>
    /// <exception cref="JsonException">The specification is no JSON, or has a member of another type.</exception>
    internal static async Task<ReceivedTrainingSet> ReadAsync(
        HttpRequest request, TrainingSetService sets, long maxFrameBytes, CancellationToken cancellationToken)
    {
        if (request.HasJsonContentType())
        {
            var spec = await request.ReadFromJsonAsync<TrainingSetSpec>(cancellationToken) ?? throw Refuse("The body is null; send what the training set is to hold.");
            return new ReceivedTrainingSet(TrainingSetSpecs.ToRequest(spec), spec is { Range: not null, Rows: null } ? null : await ReceiveRowsAsync(spec.Rows, sets, cancellationToken));
        }

        if (MediaTypes.BoundaryOf(request) is not { } boundary)
        {
            throw MediaTypes.Refuse(
                request.ContentType, $"multipart/form-data with a boundary and the parts '{FramePart}' and '{SpecPart}', or application/json with the entity rows in 'rows', or with a 'range'");
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = maxFrameBytes + MaxSpecBytes;
        }

        try
        {
            return await ReadFormAsync(new MultipartReader(boundary, request.Body), sets, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw Refuse(MediaTypes.DescribeUnreadable(exception));
        }
    }

    private static async Task<ReceivedTrainingSet> ReadFormAsync(MultipartReader form, TrainingSetService sets, CancellationToken cancellationToken)
    {
        TrainingSetSpec? spec = null;
        SpooledFrame? frame = null;
        var complete = false;
        try
        {
            while (await form.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                var disposition = section.GetContentDispositionHeader();
                switch (disposition?.Name.Value?.Trim('"'))
                {
                    case FramePart when frame is null:
                        frame = await sets.ReceiveFrameAsync(FileNameOf(disposition), section.Body, cancellationToken);
                        break;
                    case SpecPart when spec is null:
                        spec = await ReadSpecAsync(section.Body, cancellationToken);
                        break;
                    case var name:
                        throw Refuse($"The form has a part '{name}' too many; send '{FramePart}' and '{SpecPart}' once each.");
                }
            }

            var request = TrainingSetSpecs.ToRequest(spec ?? throw Refuse($"The form has no part '{SpecPart}' that says what the training set is to hold."));
            if (spec.Rows is not null)
            {
                throw Refuse($"The part '{SpecPart}' of the form has entity rows in 'rows'. In a form they are the file of the part '{FramePart}'; leave 'rows' out, or send '{SpecPart}' alone as application/json.");
            }

            var received = new ReceivedTrainingSet(
                request, frame is null && request.Definition.Range is null ? throw Refuse($"The form has no part '{FramePart}' with the entity frame, and its part '{SpecPart}' no 'range'.") : frame);
            complete = true;
            return received;
        }
        finally
        {
            if (!complete)
            {
                frame?.Dispose();
            }
        }
    }

    private static string FileNameOf(ContentDispositionHeaderValue disposition)
        => HeaderUtilities.RemoveQuotes(disposition.FileNameStar.Length > 0 ? disposition.FileNameStar : disposition.FileName).ToString();

    private static async Task<TrainingSetSpec?> ReadSpecAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxSpecBytes + 1];
        var count = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return count <= MaxSpecBytes
            ? JsonSerializer.Deserialize<TrainingSetSpec>(buffer.AsSpan(0, count), StrictJson.Options)
            : throw Refuse($"The part '{SpecPart}' has more than '{MaxSpecBytes}' bytes.");
    }

    private static async Task<SpooledFrame> ReceiveRowsAsync(JsonElement? rows, TrainingSetService sets, CancellationToken cancellationToken)
    {
        if (rows is not { ValueKind: JsonValueKind.Array } array || array.GetArrayLength() == 0)
        {
            throw Refuse("There are no entity rows: send at least one object in 'rows', a form with a file, or a 'range' whose rows are taken.");
        }

        using var text = new MemoryStream(Encoding.UTF8.GetBytes(array.GetRawText()));
        return await sets.ReceiveFrameAsync("rows.json", text, cancellationToken);
    }

    private static FeatureStoreException Refuse(string message) => new(FeatureStoreErrorCode.InvalidRequest, message);
}
