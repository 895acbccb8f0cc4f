using Ingestion;
using Ingestion.Model;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Catalog.Web.Http;

/// <summary>Takes uploaded files: the bytes as the body, or a form with the one part <c>file</c>. They go straight to disk, whatever their size.</summary>
internal static class FileRequests
{
    private const string FilePart = "file";

    /// <summary>Hands the file on and answers with its job.</summary>
    /// <exception cref="IngestionException">The source does not take it.</exception>
    /// <exception cref="BadHttpRequestException">The form is not what the door takes, or the body is cut off.</exception>
    internal static async Task<IngestionJob> TakeAsync(HttpRequest request, FileUpload upload, IngestionService ingestion, CancellationToken cancellationToken)
    {
        RequestBody.AllowAnySize(request);

        // A browser's form without a boundary is not a file either.
        return MediaTypes.IsForm(request)
            ? await TakeFormAsync(request, upload, ingestion, cancellationToken)
            : await ingestion.StartFileAsync(upload, cancellationToken);
    }

    private static async Task<IngestionJob> TakeFormAsync(
        HttpRequest request, FileUpload upload, IngestionService ingestion, CancellationToken cancellationToken)
    {
        if (MediaTypes.BoundaryOf(request) is not { } boundary)
        {
            throw MediaTypes.Refuse(request.ContentType, $"multipart/form-data with a boundary and the one part '{FilePart}', or the bytes of the file as the body with any other type");
        }

        try
        {
            var form = new MultipartReader(boundary, request.Body) { BodyLengthLimit = null };
            var part = await form.ReadNextSectionAsync(cancellationToken);
            var disposition = part?.GetContentDispositionHeader();
            if (part is null || disposition?.Name.Value?.Trim('"') != FilePart)
            {
                throw new BadHttpRequestException($"The form begins with the part '{disposition?.Name}'; send one part '{FilePart}' with the file, and what else there is to say in the query.");
            }

            var name = upload.Name.Length > 0 ? upload.Name : FileNameOf(disposition);
            return await ingestion.StartFileAsync(upload with { Name = name, Content = part.Body }, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException(MediaTypes.DescribeUnreadable(exception), exception);
        }
    }

    private static string FileNameOf(ContentDispositionHeaderValue disposition)
        => HeaderUtilities.RemoveQuotes(disposition.FileNameStar.Length > 0 ? disposition.FileNameStar : disposition.FileName).ToString();
}
