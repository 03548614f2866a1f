import { Door } from './Door';

const SignInPage = () => <Door key="in" isNew={false} />;
export default SignInPage;
