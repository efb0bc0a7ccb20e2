using KubeSec.Feedback;

namespace KubeSec.Core.Tests.Feedback;

public sealed class StoreLocationTests
{
    [Fact]
    public async Task A_store_on_a_server_is_refused_without_repeating_its_password()
    {
        var options = new IncidentStoreOptions { Location = "postgres://kubesec:hunter2@db/feedback" };
        FeedbackStoreException fault = await Assert.ThrowsAsync<FeedbackStoreException>(() => IncidentStore.OpenAsync(options));
        Assert.Equal(FeedbackStoreFault.Unreachable, fault.Fault);
        Assert.DoesNotContain("hunter2", fault.Message, StringComparison.Ordinal);
    }
}
