using Catalog.Web.Http;

namespace Catalog.Web.Tests.Http;

public sealed class StatusEndpointsTests : DoorTest
{
    [Fact]
    public async Task Get_AfterAFile_SaysHowThingsStand()
    {
        await Server.IngestAsync(Lines);
        await Server.PostAsync("views/profile/flush", string.Empty);
        var before = await Server.GetAsync("status");
        Server.Get<Readiness>().Set();

        var status = await Server.GetAsync("status");

        Assert.False((bool)before["ready"]!);
        Assert.True((bool)status["ready"]!);
        Assert.Equal((1, 0, 2), ((int)status["revision"]!, (int)status["lag"]!, (int)status["openQuarantined"]!));
        Assert.Equal(["serve", "work", "schedule"], status["roles"]!.AsArray().Select(static role => (string)role!));
        Assert.Equal(("profile", "running"), ((string?)status["writers"]![0]!["view"], (string?)status["writers"]![0]!["state"]));
    }
}
